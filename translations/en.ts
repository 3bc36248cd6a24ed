<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
        <source>%Ln payload(s) were too long to be looked into.</source>
        <translation>
            <numerusform>%Ln payload was too long to be looked into.</numerusform>
            <numerusform>%Ln payloads were too long to be looked into.</numerusform>
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
    <name>MessageTable</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderBar</name>
    <message numerus="yes">
        <source>%Ln message(s) came since</source>
        <translation>
            <numerusform>%Ln message came since</numerusform>
            <numerusform>%Ln messages came since</numerusform>
        </translation>
    </message>
</context>
</TS>
