<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DifferencesPanel</name>
    <message numerus="yes">
        <source>%Ln equal line(s)</source>
        <translation>
            <numerusform>%Ln equal line</numerusform>
            <numerusform>%Ln equal lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n connection(s) imported</source>
        <translation>
            <numerusform>%n connection imported</numerusform>
            <numerusform>%n connections imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message numerus="yes">
        <source>Stopped: %Ln older message(s) were not looked at.</source>
        <translation>
            <numerusform>Stopped: %Ln older message was not looked at.</numerusform>
            <numerusform>Stopped: %Ln older messages were not looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Messages come faster than this filter: it is %Ln message(s) behind.</source>
        <translation>
            <numerusform>Messages come faster than this filter: it is %Ln message behind.</numerusform>
            <numerusform>Messages come faster than this filter: it is %Ln messages behind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) were evicted before the filter came to them.</source>
        <translation>
            <numerusform>%Ln message was evicted before the filter came to it.</numerusform>
            <numerusform>%Ln messages were evicted before the filter came to them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln payload(s) were too long to be looked into.</source>
        <translation>
            <numerusform>%Ln payload was too long to be looked into.</numerusform>
            <numerusform>%Ln payloads were too long to be looked into.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln found</numerusform>
            <numerusform>%Ln found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message numerus="yes">
        <source>%Ln message(s).</source>
        <translation>
            <numerusform>%Ln message.</numerusform>
            <numerusform>%Ln messages.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>&amp;Import %n connection(s)</source>
        <translation>
            <numerusform>&amp;Import %n connection</numerusform>
            <numerusform>&amp;Import %n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewRows</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OldRows</name>
    <message numerus="yes">
        <source>%Ln older message(s) evicted</source>
        <translation>
            <numerusform>%Ln older message evicted</numerusform>
            <numerusform>%Ln older messages evicted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderBar</name>
    <message numerus="yes">
        <source>%Ln newer</source>
        <translation>
            <numerusform>%Ln newer</numerusform>
            <numerusform>%Ln newer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PublishPreview</name>
    <message numerus="yes">
        <source>%Ln property(ies)</source>
        <translation>
            <numerusform>%Ln property</numerusform>
            <numerusform>%Ln properties</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RetainedPanel</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln retained message(s), {size} of payload?</source>
        <translation>
            <numerusform>Delete %Ln retained message, {size} of payload?</numerusform>
            <numerusform>Delete %Ln retained messages, {size} of payload?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleting %Ln message(s)…</source>
        <translation>
            <numerusform>Deleting %Ln message…</numerusform>
            <numerusform>Deleting %Ln messages…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted: %Ln message(s).</source>
        <translation>
            <numerusform>Deleted: %Ln message.</numerusform>
            <numerusform>Deleted: %Ln messages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Putting %Ln message(s) back…</source>
        <translation>
            <numerusform>Putting %Ln message back…</numerusform>
            <numerusform>Putting %Ln messages back…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put back: %Ln message(s).</source>
        <translation>
            <numerusform>Put back: %Ln message.</numerusform>
            <numerusform>Put back: %Ln messages.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not taken: %Ln, the first {topic}: {why}</source>
        <translation>
            <numerusform>Not taken: %Ln, {topic}: {why}</numerusform>
            <numerusform>Not taken: %Ln, the first {topic}: {why}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Expired meanwhile: %Ln.</source>
        <translation>
            <numerusform>Expired meanwhile: %Ln.</numerusform>
            <numerusform>Expired meanwhile: %Ln.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent, but not confirmed by the broker: %Ln.</source>
        <translation>
            <numerusform>%Ln sent, but not confirmed by the broker.</numerusform>
            <numerusform>%Ln sent, but not confirmed by the broker.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not reached: %Ln.</source>
        <translation>
            <numerusform>Not reached: %Ln.</numerusform>
            <numerusform>Not reached: %Ln.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of {shown} selected, {size}</source>
        <translation>
            <numerusform>%Ln of {shown} selected, {size}</numerusform>
            <numerusform>%Ln of {shown} selected, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of {found} retained messages shown, {size}</source>
        <translation>
            <numerusform>%Ln of {found} retained messages shown, {size}</numerusform>
            <numerusform>%Ln of {found} retained messages shown, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln retained message(s), {size}</source>
        <translation>
            <numerusform>%Ln retained message, {size}</numerusform>
            <numerusform>%Ln retained messages, {size}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscribeLine</name>
    <message numerus="yes">
        <source>%Ln filter(s)</source>
        <translation>
            <numerusform>%Ln filter</numerusform>
            <numerusform>%Ln filters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscriptionDialog</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln filter(s)</source>
        <translation>
            <numerusform>%Ln filter</numerusform>
            <numerusform>%Ln filters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln is there already: it gets these options.</source>
        <translation>
            <numerusform>%Ln is there already: it gets these options.</numerusform>
            <numerusform>%Ln are there already: they get these options.</numerusform>
        </translation>
    </message>
</context>
</TS>
