<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About {program}</source>
        <translation>À propos de {program}</translation>
    </message>
    <message>
        <source>A desktop MQTT explorer that never freezes</source>
        <translation>Un explorateur MQTT de bureau qui ne se fige jamais</translation>
    </message>
    <message>
        <source>Free software under the MIT licence.</source>
        <translation>Logiciel libre sous licence MIT.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Copy the versions, for a report</source>
        <translation>Copier les versions, pour un rapport</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>AnswerView</name>
    <message>
        <source>Only the beginning is shown; the inspector shows all of it.</source>
        <translation>Seul le début est affiché&#x202f;; l’inspecteur montre le tout.</translation>
    </message>
    <message>
        <source>It came without correlation data; it was matched by its topic.</source>
        <translation>Elle est venue sans données de corrélation&#x202f;; elle a été reconnue à son topic.</translation>
    </message>
    <message>
        <source>Further answers: {count}.</source>
        <translation>Autres réponses&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>Payload of the answer</source>
        <translation>Payload de la réponse</translation>
    </message>
    <message>
        <source>Show it in the table and the inspector</source>
        <translation>La montrer dans le tableau et l’inspecteur</translation>
    </message>
</context>
<context>
    <name>Arranging</name>
    <message>
        <source>Join folders</source>
        <translation>Réunir des dossiers</translation>
    </message>
    <message>
        <source>The folder “{name}” is there already. Put everything from “{other}” into it?</source>
        <translation>Le dossier «&#x202f;{name}&#x202f;» existe déjà. Y mettre tout ce que contient «&#x202f;{other}&#x202f;»&#x202f;?</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Réunir</translation>
    </message>
    <message>
        <source>Afterwards nothing tells which connection came from where.</source>
        <translation>Ensuite, rien ne dira plus quelle connexion venait d’où.</translation>
    </message>
    <message>
        <source>Remove folder</source>
        <translation>Retirer le dossier</translation>
    </message>
    <message>
        <source>Remove the folder “{name}”?</source>
        <translation>Retirer le dossier «&#x202f;{name}&#x202f;»&#x202f;?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>The connections in it stay, one level higher.</source>
        <translation>Les connexions qu’il contient restent, un niveau plus haut.</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Dossiers</translation>
    </message>
    <message>
        <source>The list cannot show this folder.</source>
        <translation>La liste ne peut pas montrer ce dossier.</translation>
    </message>
    <message>
        <source>There can be eight levels of folders, with names of 100 characters at most.</source>
        <translation>Il peut y avoir huit niveaux de dossiers, avec des noms de 100 caractères au plus.</translation>
    </message>
</context>
<context>
    <name>AuthenticationPage</name>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>User name and password</source>
        <translation>Nom d’utilisateur et mot de passe</translation>
    </message>
    <message>
        <source>Token as password</source>
        <translation>Jeton en guise de mot de passe</translation>
    </message>
    <message>
        <source>&amp;Method:</source>
        <translation>&amp;Méthode&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;User name:</source>
        <translation>Nom d’&amp;utilisateur&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>Mot de &amp;passe&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Remember it in the system&apos;s keyring</source>
        <translation>Le &amp;retenir dans le trousseau du système</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Jeton&#x202f;:</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Jeton</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
</context>
<context>
    <name>BarredBar</name>
    <message>
        <source>From elsewhere; it would read from this computer: {names}</source>
        <translation>Venu d’ailleurs&#x202f;; il lirait sur cet ordinateur&#x202f;: {names}</translation>
    </message>
    <message>
        <source>Allow the message to read</source>
        <translation>Autoriser la lecture</translation>
    </message>
    <message>
        <source>The message would send what your computer keeps as {names} to the broker.</source>
        <translation>Le message enverrait au broker ce que votre ordinateur garde sous {names}.</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Autoriser</translation>
    </message>
    <message>
        <source>Allow it only if you know who wrote it.</source>
        <translation>Ne l’autorisez que si vous savez qui l’a écrit.</translation>
    </message>
    <message>
        <source>Allow…</source>
        <translation>Autoriser…</translation>
    </message>
</context>
<context>
    <name>BindingsDialog</name>
    <message>
        <source>Payload Bindings</source>
        <translation>Formats des payloads</translation>
    </message>
    <message>
        <source>No rules yet: payloads are shown by what they look like. “Add” makes one.</source>
        <translation>Pas encore de règle&#x202f;: les payloads sont affichés selon leur apparence. «&#x202f;Ajouter&#x202f;» en crée une.</translation>
    </message>
    <message>
        <source>Rules, the first that fits counts</source>
        <translation>Règles, la première qui convient compte</translation>
    </message>
    <message>
        <source>Bro&amp;wse…</source>
        <translation>&amp;Parcourir…</translation>
    </message>
    <message>
        <source>all connections</source>
        <translation>toutes les connexions</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>The file of the rules could not be read; it is put aside when new ones are saved.</source>
        <translation>Le fichier des règles n’a pas pu être lu&#x202f;; il est mis de côté quand de nouvelles sont enregistrées.</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>Schéma</translation>
    </message>
    <message>
        <source>Schemas (*.proto *.avsc *.json)</source>
        <translation>Schémas (*.proto *.avsc *.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>another connection</source>
        <translation>une autre connexion</translation>
    </message>
    <message>
        <source>&amp;Encoding:</source>
        <translation>&amp;Encodage&#x202f;:</translation>
    </message>
    <message>
        <source>Message &amp;type:</source>
        <translation>Type de messa&amp;ge&#x202f;:</translation>
    </message>
    <message>
        <source>A rule before this one has the same filter, so this one is never asked.</source>
        <translation>Une règle précédente a le même filtre, celle-ci n’est donc jamais consultée.</translation>
    </message>
    <message>
        <source>Avro is read with a schema alone: choose its file.</source>
        <translation>Avro ne se lit qu’avec un schéma&#x202f;: choisissez son fichier.</translation>
    </message>
    <message>
        <source>Without a file, fields are shown by their numbers.</source>
        <translation>Sans fichier, les champs sont affichés par leurs numéros.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>Message type</source>
        <translation>Type de message</translation>
    </message>
    <message>
        <source>the only one that no other contains</source>
        <translation>le seul qu’aucun autre ne contient</translation>
    </message>
    <message>
        <source>path of a .proto or .avsc file</source>
        <translation>chemin d’un fichier .proto ou .avsc</translation>
    </message>
    <message>
        <source>Topic &amp;filter:</source>
        <translation>&amp;Filtre de topics&#x202f;:</translation>
    </message>
    <message>
        <source>Fo&amp;rmat:</source>
        <translation>Forma&amp;t&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Schema:</source>
        <translation>S&amp;chéma&#x202f;:</translation>
    </message>
    <message>
        <source>Browse for a schema</source>
        <translation>Parcourir pour trouver un schéma</translation>
    </message>
    <message>
        <source>Holds f&amp;or:</source>
        <translation>&amp;Valable pour&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Ajouter</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Retirer</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>&amp;Monter</translation>
    </message>
    <message>
        <source>&amp;Down</source>
        <translation>&amp;Descendre</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Payloads of topics that a filter matches are shown in this format; the first rule counts.</source>
        <translation>Les payloads des topics qui correspondent à un filtre sont affichés dans ce format&#x202f;; la première règle compte.</translation>
    </message>
</context>
<context>
    <name>BranchSubscriptions</name>
    <message>
        <source>Messages still come: {filter} matches this branch as well</source>
        <translation>Des messages arrivent encore&#x202f;: {filter} correspond aussi à cette branche</translation>
    </message>
</context>
<context>
    <name>ChartAdd</name>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Topic or topic filter of the line</source>
        <translation>Topic ou filtre de topics de la courbe</translation>
    </message>
    <message>
        <source>Where the number is: $ is the whole payload, $.name a member or metric in it</source>
        <translation>Où se trouve le nombre&#x202f;: $ est le payload entier, $.nom un membre ou une métrique dedans</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Add the line</source>
        <translation>Ajouter la courbe</translation>
    </message>
    <message>
        <source>This is no JSON path: {path}</source>
        <translation>Ceci n’est pas un chemin JSON&#x202f;: {path}</translation>
    </message>
    <message>
        <source>No topic is like this one.</source>
        <translation>Aucun topic ne correspond.</translation>
    </message>
</context>
<context>
    <name>ChartFiles</name>
    <message>
        <source>Export the chart</source>
        <translation>Exporter le graphique</translation>
    </message>
    <message>
        <source>Export the points</source>
        <translation>Exporter les points</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Enregistré sous {path}</translation>
    </message>
</context>
<context>
    <name>ChartLegend</name>
    <message>
        <source>Lines of the chart</source>
        <translation>Courbes du graphique</translation>
    </message>
    <message>
        <source>Hide or Show</source>
        <translation>Masquer ou afficher</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove All</source>
        <translation>Tout retirer</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Courbe</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Min.</source>
        <translation>Min.</translation>
    </message>
    <message>
        <source>Max.</source>
        <translation>Max.</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Add a topic whose messages have numbers, and they are drawn here over time.</source>
        <translation>Ajoutez un topic dont les messages contiennent des nombres, et ils seront tracés ici dans le temps.</translation>
    </message>
    <message>
        <source>Choose which of the numbers of this topic is to be drawn.</source>
        <translation>Choisissez lequel des nombres de ce topic doit être tracé.</translation>
    </message>
    <message>
        <source>The newest message of this topic has no number.</source>
        <translation>Le dernier message de ce topic ne contient pas de nombre.</translation>
    </message>
    <message>
        <source>A chart has at most {count} lines; remove some first.</source>
        <translation>Un graphique a au plus {count} courbes&#x202f;; retirez-en d’abord.</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>Still to be read: {count}.</source>
        <translation>Reste à lire&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>Messages without a number: {count}.</source>
        <translation>Messages sans nombre&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>Payloads too long to be read: {count}.</source>
        <translation>Payloads trop longs pour être lus&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>Gone from memory before they were read: {count}.</source>
        <translation>Sortis de la mémoire avant d’être lus&#x202f;: {count}.</translation>
    </message>
</context>
<context>
    <name>ChartTools</name>
    <message>
        <source>Add lines</source>
        <translation>Ajouter des courbes</translation>
    </message>
    <message>
        <source>Stay with the newest; Home, or a double-click into the chart</source>
        <translation>Rester sur le plus récent&#x202f;; Origine, ou un double-clic dans le graphique</translation>
    </message>
    <message>
        <source>Hold the picture; what arrives is kept</source>
        <translation>Figer l’image&#x202f;; ce qui arrive est gardé</translation>
    </message>
    <message>
        <source>Draw stairs: a value holds until the next one</source>
        <translation>Tracer en escalier&#x202f;: une valeur tient jusqu’à la suivante</translation>
    </message>
    <message>
        <source>Draw each line on a scale of its own</source>
        <translation>Tracer chaque courbe à sa propre échelle</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Last:</source>
        <translation>Durée&#x202f;:</translation>
    </message>
    <message>
        <source>Part of time in sight</source>
        <translation>Durée affichée</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>tout</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 minute</translation>
    </message>
    <message>
        <source>5 minutes</source>
        <translation>5 minutes</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <translation>15 minutes</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 heure</translation>
    </message>
    <message>
        <source>6 hours</source>
        <translation>6 heures</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 heures</translation>
    </message>
    <message>
        <source>Picture (PNG)…</source>
        <translation>Image (PNG)…</translation>
    </message>
    <message>
        <source>Points (CSV)…</source>
        <translation>Points (CSV)…</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>options</source>
        <translation>options&#x202f;</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>utilisation&#x202f;: </translation>
    </message>
    <message>
        <source>{program}: a desktop MQTT explorer.</source>
        <translation>{program}&#x202f;: un explorateur MQTT de bureau.</translation>
    </message>
    <message>
        <source>not known: {arguments}</source>
        <translation>inconnu&#x202f;: {arguments}</translation>
    </message>
    <message>
        <source>{argument}: {complaint}</source>
        <translation>{argument}&#x202f;: {complaint}</translation>
    </message>
    <message>
        <source>a positive number is expected</source>
        <translation>un nombre positif est attendu</translation>
    </message>
    <message>
        <source>a positive whole number is expected</source>
        <translation>un nombre entier positif est attendu</translation>
    </message>
    <message>
        <source>one of system, light and dark is expected</source>
        <translation>une valeur parmi system, light et dark est attendue</translation>
    </message>
    <message>
        <source>a value is expected</source>
        <translation>une valeur est attendue</translation>
    </message>
    <message>
        <source>at least one value is expected</source>
        <translation>au moins une valeur est attendue</translation>
    </message>
    <message>
        <source>{program} cannot start, because a library that Qt needs is missing: {error}</source>
        <translation>{program} ne peut pas démarrer, car il manque une bibliothèque dont Qt a besoin&#x202f;: {error}</translation>
    </message>
    <message>
        <source>On Debian and Ubuntu, please type:</source>
        <translation>Sous Debian et Ubuntu, veuillez saisir&#x202f;:</translation>
    </message>
    <message>
        <source>a mqtt:// or mqtts:// URL; the window asks before it connects</source>
        <translation>une URL mqtt:// ou mqtts://&#x202f;; la fenêtre demande avant de se connecter</translation>
    </message>
    <message>
        <source>PROFILE-OR-URL</source>
        <translation>PROFIL-OU-URL</translation>
    </message>
    <message>
        <source>connect at once to a saved profile or to a URL</source>
        <translation>se connecter aussitôt à un profil enregistré ou à une URL</translation>
    </message>
    <message>
        <source>FILTER</source>
        <translation>FILTRE</translation>
    </message>
    <message>
        <source>with --connect: the topic filters to subscribe to (otherwise # and $SYS/#)</source>
        <translation>avec --connect&#x202f;: les filtres de topics auxquels s’abonner (sinon # et $SYS/#)</translation>
    </message>
    <message>
        <source>connect to the built-in demonstration</source>
        <translation>se connecter à la démonstration intégrée</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>FICHIER</translation>
    </message>
    <message>
        <source>connect with the profile in this YAML file</source>
        <translation>se connecter avec le profil de ce fichier YAML</translation>
    </message>
    <message>
        <source>memory for the messages of each connection, in MiB</source>
        <translation>mémoire pour les messages de chaque connexion, en Mio</translation>
    </message>
    <message>
        <source>write a diagnostics report (JSON) to this file when the program ends</source>
        <translation>écrire un rapport de diagnostic (JSON) dans ce fichier à la fin du programme</translation>
    </message>
    <message>
        <source>SECONDS</source>
        <translation>SECONDES</translation>
    </message>
    <message>
        <source>quit after so many seconds</source>
        <translation>quitter après ce nombre de secondes</translation>
    </message>
    <message>
        <source>the window&apos;s language: en or fr</source>
        <translation>la langue de la fenêtre&#x202f;: en ou fr</translation>
    </message>
    <message>
        <source>the window&apos;s colours</source>
        <translation>les couleurs de la fenêtre</translation>
    </message>
    <message>
        <source>put {program} into this user&apos;s application menu, and quit</source>
        <translation>mettre {program} dans le menu d’applications de cet utilisateur, et quitter</translation>
    </message>
    <message>
        <source>take it out of the menu again, and quit</source>
        <translation>le retirer du menu, et quitter</translation>
    </message>
    <message>
        <source>show the version, and quit</source>
        <translation>afficher la version, et quitter</translation>
    </message>
    <message>
        <source>show this help, and quit</source>
        <translation>afficher cette aide, et quitter</translation>
    </message>
</context>
<context>
    <name>Conductor</name>
    <message>
        <source>Demo</source>
        <translation>Démo</translation>
    </message>
    <message>
        <source>Built-in broker</source>
        <translation>Broker intégré</translation>
    </message>
    <message>
        <source>Connect to a broker</source>
        <translation>Se connecter à un broker</translation>
    </message>
    <message>
        <source>A link asks to connect to this broker:</source>
        <translation>Un lien demande à se connecter à ce broker&#x202f;:</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>Préférences</translation>
    </message>
    <message>
        <source>The preferences could not be read, so the defaults hold.</source>
        <translation>Les préférences n’ont pas pu être lues&#x202f;: les valeurs par défaut s’appliquent.</translation>
    </message>
    <message>
        <source>{file}: {reason}</source>
        <translation>{file}&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>Mend the file, or change something in the preferences: the file is renamed then, not lost.</source>
        <translation>Corrigez le fichier, ou modifiez quelque chose dans les préférences&#x202f;: le fichier est alors renommé, pas perdu.</translation>
    </message>
    <message>
        <source>Unknown connection</source>
        <translation>Connexion inconnue</translation>
    </message>
    <message>
        <source>“{name}” is neither a saved connection nor a broker&apos;s address.</source>
        <translation>«&#x202f;{name}&#x202f;» n’est ni une connexion enregistrée ni l’adresse d’un broker.</translation>
    </message>
    <message>
        <source>An address looks like mqtt://broker.example.org:1883.</source>
        <translation>Une adresse ressemble à mqtt://broker.example.org:1883.</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>New connection</source>
        <translation>Nouvelle connexion</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>Modifier la connexion</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>Abandonner les modifications</translation>
    </message>
    <message>
        <source>Discard what you have changed?</source>
        <translation>Abandonner ce que vous avez modifié&#x202f;?</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>Cancel brings you back to the connection.</source>
        <translation>Annuler vous ramène à la connexion.</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Authentification</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Last will</source>
        <translation>Testament</translation>
    </message>
    <message>
        <source>MQTT 5</source>
        <translation>MQTT 5</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Notes and colour</source>
        <translation>Notes et couleur</translation>
    </message>
    <message>
        <source>&amp;Test Connection…</source>
        <translation>&amp;Tester la connexion…</translation>
    </message>
    <message>
        <source>Try these settings step by step; nothing is saved</source>
        <translation>Essayer ces réglages étape par étape&#x202f;; rien n’est enregistré</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>Save &amp;&amp; Co&amp;nnect</source>
        <translation>Enregistrer et se &amp;connecter</translation>
    </message>
    <message>
        <source>Somebody else has changed this connection meanwhile; you are asked before it is overwritten.</source>
        <translation>Quelqu’un d’autre a modifié cette connexion entre-temps&#x202f;; la question vous sera posée avant de l’écraser.</translation>
    </message>
    <message>
        <source>Something is wrong on: {pages}</source>
        <translation>Quelque chose ne va pas dans&#x202f;: {pages}</translation>
    </message>
    <message>
        <source>something is wrong</source>
        <translation>quelque chose ne va pas</translation>
    </message>
    <message>
        <source>something is unusual</source>
        <translation>quelque chose est inhabituel</translation>
    </message>
</context>
<context>
    <name>ConnectionRows</name>
    <message>
        <source>The broker’s certificate is not verified.</source>
        <translation>Le certificat du broker n’est pas vérifié.</translation>
    </message>
    <message>
        <source>Last used: {date}</source>
        <translation>Dernière utilisation&#x202f;: {date}</translation>
    </message>
    <message>
        <source>Connects when the program starts.</source>
        <translation>Se connecte au démarrage du programme.</translation>
    </message>
</context>
<context>
    <name>ConnectionTab</name>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspecteur</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Graphique</translation>
    </message>
    <message>
        <source>Topic History</source>
        <translation>Historique du topic</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Différences</translation>
    </message>
    <message>
        <source>Top Talkers</source>
        <translation>Topics bavards</translation>
    </message>
    <message>
        <source>Retained</source>
        <translation>Conservés</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publication</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>Répétitions</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>A file is shown here: nothing can be published.</source>
        <translation>Un fichier est affiché ici&#x202f;: rien ne peut être publié.</translation>
    </message>
    <message>
        <source>Copied the first {copied} of {selected} rows</source>
        <translation>Copié les {copied} premières lignes sur {selected}</translation>
    </message>
    <message>
        <source>Rows copied: {count}</source>
        <translation>Lignes copiées&#x202f;: {count}</translation>
    </message>
</context>
<context>
    <name>ConnectionsPanel</name>
    <message>
        <source>Connections</source>
        <translation>Connexions</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Search connections</source>
        <translation>Chercher des connexions</translation>
    </message>
    <message>
        <source>New Connection…</source>
        <translation>Nouvelle connexion…</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Nouveau dossier</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <source>Move Up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Move Down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Modifier…</translation>
    </message>
    <message>
        <source>Remove Folder</source>
        <translation>Retirer le dossier</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Nouveau dossier</translation>
    </message>
    <message>
        <source>New folder {number}</source>
        <translation>Nouveau dossier {number}</translation>
    </message>
    <message>
        <source>Move to Folder</source>
        <translation>Placer dans un dossier</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>Aucun dossier</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>Dupliquer…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Supprimer…</translation>
    </message>
</context>
<context>
    <name>DecodeText</name>
    <message>
        <source>the payload is empty</source>
        <translation>le payload est vide</translation>
    </message>
    <message>
        <source>these bytes are not UTF-8</source>
        <translation>ces octets ne sont pas de l’UTF-8</translation>
    </message>
    <message>
        <source>“{detail}” cannot stand here</source>
        <translation>«&#x202f;{detail}&#x202f;» ne peut pas figurer ici</translation>
    </message>
    <message>
        <source>the payload ends in the middle</source>
        <translation>le payload s’arrête au milieu</translation>
    </message>
    <message>
        <source>more follows after the end</source>
        <translation>d’autres données suivent la fin</translation>
    </message>
    <message>
        <source>it is nested deeper than {detail} levels</source>
        <translation>l’imbrication dépasse {detail} niveaux</translation>
    </message>
    <message>
        <source>a control character ({detail}) inside a text</source>
        <translation>un caractère de contrôle ({detail}) dans un texte</translation>
    </message>
    <message>
        <source>“{detail}” is not a valid escape</source>
        <translation>«&#x202f;{detail}&#x202f;» n’est pas une séquence d’échappement valide</translation>
    </message>
    <message>
        <source>this is not a valid number</source>
        <translation>ce n’est pas un nombre valide</translation>
    </message>
    <message>
        <source>a key in quotes is expected, not “{detail}”</source>
        <translation>une clé entre guillemets est attendue, et non «&#x202f;{detail}&#x202f;»</translation>
    </message>
    <message>
        <source>a colon is expected, not “{detail}”</source>
        <translation>un deux-points est attendu, et non «&#x202f;{detail}&#x202f;»</translation>
    </message>
    <message>
        <source>a comma or the end is expected, not “{detail}”</source>
        <translation>une virgule ou la fin est attendue, et non «&#x202f;{detail}&#x202f;»</translation>
    </message>
    <message>
        <source>a comma must not stand before the end</source>
        <translation>aucune virgule ne doit précéder la fin</translation>
    </message>
    <message>
        <source>{detail}</source>
        <translation>{detail}</translation>
    </message>
    <message>
        <source>entities ({detail}) are not expanded</source>
        <translation>les entités ({detail}) ne sont pas développées</translation>
    </message>
    <message>
        <source>the code {detail} is reserved</source>
        <translation>le code {detail} est réservé</translation>
    </message>
    <message>
        <source>a length of {detail} goes beyond the payload</source>
        <translation>une longueur de {detail} dépasse le payload</translation>
    </message>
    <message>
        <source>a value is not valid: {detail}</source>
        <translation>une valeur n’est pas valide&#x202f;: {detail}</translation>
    </message>
    <message>
        <source>the type {detail} is not in the schema</source>
        <translation>le type {detail} n’est pas dans le schéma</translation>
    </message>
    <message>
        <source>the checksum does not match</source>
        <translation>la somme de contrôle ne correspond pas</translation>
    </message>
    <message>
        <source>a schema is needed; choose its file in Payload Bindings</source>
        <translation>il faut un schéma&#x202f;; choisissez son fichier dans Formats des payloads</translation>
    </message>
    <message>
        <source>the file has several message types: choose one in Payload Bindings</source>
        <translation>le fichier a plusieurs types de messages&#x202f;: choisissez-en un dans Formats des payloads</translation>
    </message>
    <message>
        <source>the schema is wrong: {detail}</source>
        <translation>le schéma est incorrect&#x202f;: {detail}</translation>
    </message>
    <message>
        <source>line {line}, column {column}: {reason}</source>
        <translation>ligne {line}, colonne {column}&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>byte {offset}: {reason}</source>
        <translation>octet {offset}&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>{file}, line {line}, column {column}: {detail}</source>
        <translation>{file}, ligne {line}, colonne {column}&#x202f;: {detail}</translation>
    </message>
    <message>
        <source>the schema {file} was not found</source>
        <translation>le schéma {file} est introuvable</translation>
    </message>
</context>
<context>
    <name>DifferencesPanel</name>
    <message>
        <source>Swap before and after</source>
        <translation>Échanger avant et après</translation>
    </message>
    <message>
        <source>How the payloads are compared</source>
        <translation>Façon de comparer les payloads</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>By structure</source>
        <translation>Par structure</translation>
    </message>
    <message>
        <source>By line</source>
        <translation>Par ligne</translation>
    </message>
    <message>
        <source>By byte</source>
        <translation>Par octet</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Différences</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Retain</source>
        <translation>Conservé</translation>
    </message>
    <message numerus="yes">
        <source>%Ln equal line(s)</source>
        <translation>
            <numerusform>%Ln ligne égale</numerusform>
            <numerusform>%Ln lignes égales</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for the message before…</source>
        <translation>Recherche du message précédent…</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message>
        <source>No earlier message of this topic is in memory.</source>
        <translation>Aucun message antérieur de ce topic n’est en mémoire.</translation>
    </message>
    <message>
        <source>The payloads are equal.</source>
        <translation>Les payloads sont égaux.</translation>
    </message>
    <message>
        <source>The payloads differ in nothing but how they are written.</source>
        <translation>Les payloads ne diffèrent que par leur écriture.</translation>
    </message>
    <message>
        <source>Choose a message to see what is new in it, or two messages in the table (with Ctrl) to compare.</source>
        <translation>Choisissez un message pour voir ce qu’il apporte de nouveau, ou deux messages dans la table (avec Ctrl) pour les comparer.</translation>
    </message>
    <message>
        <source>{before} → {after}: {time} later</source>
        <translation>{before} → {after}&#x202f;: {time} plus tard</translation>
    </message>
    <message>
        <source>{before} → {after}: {time} earlier</source>
        <translation>{before} → {after}&#x202f;: {time} plus tôt</translation>
    </message>
    <message>
        <source>There are more differences than are listed.</source>
        <translation>Il y a plus de différences qu’il n’en est listé.</translation>
    </message>
    <message>
        <source>These texts have too little in common to be told apart line by line.</source>
        <translation>Ces textes ont trop peu en commun pour être comparés ligne à ligne.</translation>
    </message>
    <message>
        <source>Compared by structure.</source>
        <translation>Comparés par structure.</translation>
    </message>
    <message>
        <source>They have no structure in common: compared by line.</source>
        <translation>Ils n’ont pas de structure commune&#x202f;: comparés par ligne.</translation>
    </message>
    <message>
        <source>They cannot be compared like this: compared by byte.</source>
        <translation>Ils ne peuvent pas être comparés ainsi&#x202f;: comparés par octet.</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Close this panel; the View menu brings it back</source>
        <translation>Fermer ce panneau&#x202f;; le menu Affichage le fait revenir</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>Connection doctor: {name}</source>
        <translation>Examen de la connexion&#x202f;: {name}</translation>
    </message>
    <message>
        <source>State of the examination</source>
        <translation>État de l’examen</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>Steps of the connection</source>
        <translation>Étapes de la connexion</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>&amp;Examine Again</source>
        <translation>&amp;Examiner à nouveau</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Arrêter</translation>
    </message>
    <message>
        <source>Copy &amp;Report</source>
        <translation>Copier le &amp;rapport</translation>
    </message>
    <message>
        <source>Copy what was found as text; it holds no password</source>
        <translation>Copier les constatations en texte&#x202f;; il ne contient aucun mot de passe</translation>
    </message>
    <message>
        <source>Co&amp;nnect</source>
        <translation>Se co&amp;nnecter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Examination and what happened before</source>
        <translation>Examen et événements passés</translation>
    </message>
    <message>
        <source>E&amp;xamination</source>
        <translation>E&amp;xamen</translation>
    </message>
    <message>
        <source>What &amp;happened</source>
        <translation>Ce qui s’est &amp;passé</translation>
    </message>
    <message>
        <source>Every step succeeded, from the network to the subscriptions.</source>
        <translation>Chaque étape a réussi, du réseau aux abonnements.</translation>
    </message>
    <message>
        <source>The connection works.</source>
        <translation>La connexion fonctionne.</translation>
    </message>
    <message>
        <source>Changed in the connection: {what}.</source>
        <translation>Changé dans la connexion&#x202f;: {what}.</translation>
    </message>
</context>
<context>
    <name>DoctorHistory</name>
    <message>
        <source>Connected</source>
        <translation>Connecté</translation>
    </message>
    <message>
        <source>Connection lost</source>
        <translation>Connexion perdue</translation>
    </message>
    <message>
        <source>Attempt failed</source>
        <translation>Échec d’une tentative</translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation>Déconnecté</translation>
    </message>
    <message>
        <source>Gave up</source>
        <translation>Abandon</translation>
    </message>
    <message>
        <source>The broker forgot the session</source>
        <translation>Le broker a oublié la session</translation>
    </message>
    <message>
        <source>Woke up</source>
        <translation>Réveil</translation>
    </message>
    <message>
        <source>{what} ({times} times)</source>
        <translation>{what} ({times} fois)</translation>
    </message>
    <message>
        <source>The broker had kept the session.</source>
        <translation>Le broker avait gardé la session.</translation>
    </message>
    <message>
        <source>It had stood for {duration}.</source>
        <translation>Elle avait tenu {duration}.</translation>
    </message>
    <message>
        <source>The last time at {time}.</source>
        <translation>La dernière fois à {time}.</translation>
    </message>
    <message>
        <source>Messages that were given up with it: {count}</source>
        <translation>Messages abandonnés avec elle&#x202f;: {count}</translation>
    </message>
    <message>
        <source>The computer, or the program, had stood still for {duration}.</source>
        <translation>L’ordinateur, ou le programme, était resté arrêté pendant {duration}.</translation>
    </message>
    <message>
        <source>What happened:</source>
        <translation>Ce qui s’est passé&#x202f;:</translation>
    </message>
</context>
<context>
    <name>DoctorText</name>
    <message>
        <source>Look into the broker&apos;s log, or ask whoever runs it.</source>
        <translation>Consultez le journal du broker, ou demandez à son administrateur.</translation>
    </message>
    <message>
        <source>If you trust it, choose the authority&apos;s certificate as CA certificate on the TLS page.</source>
        <translation>Si vous lui faites confiance, choisissez le certificat de l’autorité comme certificat d’AC sur la page TLS.</translation>
    </message>
    <message>
        <source>Choose a certificate that this broker accepts, and its key, on the TLS page.</source>
        <translation>Choisissez sur la page TLS un certificat que ce broker accepte, et sa clé.</translation>
    </message>
    <message>
        <source>Check the port, and the path on the WebSocket page; /mqtt is usual.</source>
        <translation>Vérifiez le port, et le chemin sur la page WebSocket&#x202f;; l’usage est /mqtt.</translation>
    </message>
    <message>
        <source>The path {working} works: set it on the WebSocket page.</source>
        <translation>Le chemin {working} fonctionne&#x202f;: indiquez-le sur la page WebSocket.</translation>
    </message>
    <message>
        <source>Check the port: 8883 is usual for mqtts, 8084 or 443 for wss, 1883 for mqtt without encryption.</source>
        <translation>Vérifiez le port&#x202f;: l’usage est 8883 pour mqtts, 8084 ou 443 pour wss, 1883 pour mqtt sans chiffrement.</translation>
    </message>
    <message>
        <source>Choose another MQTT version on the General page.</source>
        <translation>Choisissez une autre version de MQTT sur la page Général.</translation>
    </message>
    <message>
        <source>Nothing was sent: these settings cannot be used.</source>
        <translation>Rien n’a été envoyé&#x202f;: ces réglages sont inutilisables.</translation>
    </message>
    <message>
        <source>The host name is not known.</source>
        <translation>Le nom d’hôte est inconnu.</translation>
    </message>
    <message>
        <source>The network&apos;s directory of names has no address for “{host}”.</source>
        <translation>L’annuaire des noms du réseau n’a pas d’adresse pour «&#x202f;{host}&#x202f;».</translation>
    </message>
    <message>
        <source>Check the spelling, that this computer is online, and whether the name needs a VPN.</source>
        <translation>Vérifiez l’orthographe, que cet ordinateur est en ligne, et si ce nom demande un VPN.</translation>
    </message>
    <message>
        <source>No program listens on port {port}.</source>
        <translation>Aucun programme n’écoute sur le port {port}.</translation>
    </message>
    <message>
        <source>The computer “{host}” is there, and refuses connections to this port.</source>
        <translation>L’ordinateur «&#x202f;{host}&#x202f;» est bien là, et refuse les connexions sur ce port.</translation>
    </message>
    <message>
        <source>Check that the broker runs, and its port: 1883 is usual for mqtt, 8883 for mqtts, 8083 or 9001 for ws.</source>
        <translation>Vérifiez que le broker fonctionne, ainsi que son port&#x202f;: l’usage est 1883 pour mqtt, 8883 pour mqtts, 8083 ou 9001 pour ws.</translation>
    </message>
    <message>
        <source>The broker cannot be reached.</source>
        <translation>Le broker est injoignable.</translation>
    </message>
    <message>
        <source>The network knows no way to “{host}”.</source>
        <translation>Le réseau ne connaît aucun chemin vers «&#x202f;{host}&#x202f;».</translation>
    </message>
    <message>
        <source>Check network, VPN and firewall, and whether the address is still right.</source>
        <translation>Vérifiez le réseau, le VPN et le pare-feu, et si l’adresse est toujours la bonne.</translation>
    </message>
    <message>
        <source>Nobody answers.</source>
        <translation>Personne ne répond.</translation>
    </message>
    <message>
        <source>“{host}” did not answer on port {port} within {seconds} s, not even with a no.</source>
        <translation>«&#x202f;{host}&#x202f;» n’a pas répondu sur le port {port} en {seconds}&#x202f;s, pas même par un refus.</translation>
    </message>
    <message>
        <source>Usually a firewall swallows the attempt, or the computer is off. Check both, and the port.</source>
        <translation>Le plus souvent, un pare-feu avale la tentative, ou l’ordinateur est éteint. Vérifiez les deux, ainsi que le port.</translation>
    </message>
    <message>
        <source>The Unix socket cannot be opened.</source>
        <translation>Le socket Unix ne peut pas être ouvert.</translation>
    </message>
    <message>
        <source>No program listens at {path}, or you may not use it.</source>
        <translation>Aucun programme n’écoute sur {path}, ou vous n’avez pas le droit de l’utiliser.</translation>
    </message>
    <message>
        <source>Check the path, that the broker runs, and the rights of the socket&apos;s file.</source>
        <translation>Vérifiez le chemin, que le broker fonctionne, et les droits du fichier du socket.</translation>
    </message>
    <message>
        <source>The proxy cannot be reached.</source>
        <translation>Le proxy est injoignable.</translation>
    </message>
    <message>
        <source>Nobody answers at {proxy}.</source>
        <translation>Personne ne répond sur {proxy}.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s host and port on the Proxy page, or connect without it.</source>
        <translation>Vérifiez l’hôte et le port du proxy sur la page Proxy, ou connectez-vous sans lui.</translation>
    </message>
    <message>
        <source>The proxy does not accept user name and password.</source>
        <translation>Le proxy n’accepte pas le nom d’utilisateur et le mot de passe.</translation>
    </message>
    <message>
        <source>The proxy {proxy} wants to know who you are.</source>
        <translation>Le proxy {proxy} veut savoir qui vous êtes.</translation>
    </message>
    <message>
        <source>Enter the proxy&apos;s user name and password on the Proxy page.</source>
        <translation>Saisissez le nom d’utilisateur et le mot de passe du proxy sur la page Proxy.</translation>
    </message>
    <message>
        <source>The proxy does not allow this connection.</source>
        <translation>Le proxy n’autorise pas cette connexion.</translation>
    </message>
    <message>
        <source>Its rules forbid {host}, port {port}.</source>
        <translation>Ses règles interdisent {host}, port {port}.</translation>
    </message>
    <message>
        <source>Many proxies allow port 443 only: try wss on port 443, or ask whoever runs the proxy.</source>
        <translation>Beaucoup de proxys n’autorisent que le port 443&#x202f;: essayez wss sur le port 443, ou demandez à l’administrateur du proxy.</translation>
    </message>
    <message>
        <source>The proxy cannot reach the broker.</source>
        <translation>Le proxy n’arrive pas à joindre le broker.</translation>
    </message>
    <message>
        <source>The proxy {proxy} works, but gets no connection to {host}, port {port}.</source>
        <translation>Le proxy {proxy} fonctionne, mais n’obtient pas de connexion à {host}, port {port}.</translation>
    </message>
    <message>
        <source>Check the broker&apos;s host and port, and whether it runs.</source>
        <translation>Vérifiez l’hôte et le port du broker, et s’il fonctionne.</translation>
    </message>
    <message>
        <source>The proxy does not answer.</source>
        <translation>Le proxy ne répond pas.</translation>
    </message>
    <message>
        <source>No connection through the proxy came about within {seconds} s.</source>
        <translation>Aucune connexion n’a abouti par le proxy en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>Check host, port and kind on the Proxy page: SOCKS 5 and HTTP are different.</source>
        <translation>Vérifiez l’hôte, le port et le type sur la page Proxy&#x202f;: SOCKS 5 et HTTP sont différents.</translation>
    </message>
    <message>
        <source>The proxy did not make the connection.</source>
        <translation>Le proxy n’a pas établi la connexion.</translation>
    </message>
    <message>
        <source>What it says: {detail}</source>
        <translation>Ce qu’il dit&#x202f;: {detail}</translation>
    </message>
    <message>
        <source>This port expects encryption (TLS).</source>
        <translation>Ce port attend un chiffrement (TLS).</translation>
    </message>
    <message>
        <source>The connection was tried without, but the port answers a TLS handshake.</source>
        <translation>La connexion a été tentée sans, mais le port répond à une négociation TLS.</translation>
    </message>
    <message>
        <source>Change the scheme to {scheme} on the General page and keep the port.</source>
        <translation>Changez le schéma en {scheme} sur la page Général et gardez le port.</translation>
    </message>
    <message>
        <source>This port does not speak TLS.</source>
        <translation>Ce port ne parle pas TLS.</translation>
    </message>
    <message>
        <source>The connection was tried with encryption, and the other side knows none here.</source>
        <translation>La connexion a été tentée avec chiffrement, et l’hôte distant n’en connaît pas ici.</translation>
    </message>
    <message>
        <source>Find the broker&apos;s port for TLS (8883 is usual); {scheme} works on this one, but everybody can read along.</source>
        <translation>Trouvez le port TLS du broker (l’usage est 8883)&#x202f;; {scheme} fonctionne sur celui-ci, mais tout le monde peut lire.</translation>
    </message>
    <message>
        <source>The port and the scheme do not belong together.</source>
        <translation>Le port et le schéma ne vont pas ensemble.</translation>
    </message>
    <message>
        <source>On this port the broker speaks {scheme}.</source>
        <translation>Sur ce port, le broker parle {scheme}.</translation>
    </message>
    <message>
        <source>Change the scheme to {scheme} on the General page, or change the port.</source>
        <translation>Changez le schéma en {scheme} sur la page Général, ou changez le port.</translation>
    </message>
    <message>
        <source>A web server answers on this port.</source>
        <translation>Un serveur web répond sur ce port.</translation>
    </message>
    <message>
        <source>What answers there speaks HTTP and not MQTT.</source>
        <translation>Ce qui répond là parle HTTP et non MQTT.</translation>
    </message>
    <message>
        <source>Check the port. If the broker is reached through the web server, use ws or wss with the right path.</source>
        <translation>Vérifiez le port. Si le broker se joint par le serveur web, utilisez ws ou wss avec le bon chemin.</translation>
    </message>
    <message>
        <source>What answers there is not an MQTT broker.</source>
        <translation>Ce qui répond là n’est pas un broker MQTT.</translation>
    </message>
    <message>
        <source>Its answer is not MQTT: {detail}</source>
        <translation>Sa réponse n’est pas du MQTT&#x202f;: {detail}</translation>
    </message>
    <message>
        <source>Check host and port.</source>
        <translation>Vérifiez l’hôte et le port.</translation>
    </message>
    <message>
        <source>Somebody takes the call and says nothing.</source>
        <translation>Quelqu’un décroche et ne dit rien.</translation>
    </message>
    <message>
        <source>The connection was made, but “{host}” sent no whole answer on port {port} within {seconds} s.</source>
        <translation>La connexion a été établie, mais «&#x202f;{host}&#x202f;» n’a pas envoyé de réponse complète sur le port {port} en {seconds} s.</translation>
    </message>
    <message>
        <source>Check scheme and port. If they are right, the broker may be overloaded, or a firewall holds its answers.</source>
        <translation>Vérifiez le schéma et le port. S’ils sont justes, le broker est peut-être surchargé, ou un pare-feu retient ses réponses.</translation>
    </message>
    <message>
        <source>The other side hung up without a word.</source>
        <translation>L’hôte distant a raccroché sans un mot.</translation>
    </message>
    <message>
        <source>The connection was closed right after the greeting.</source>
        <translation>La connexion a été fermée juste après le message d’accueil.</translation>
    </message>
    <message>
        <source>Brokers do so when they refuse a client and do not say why: check user name, client id, certificate and version, and look into the broker&apos;s log.</source>
        <translation>Les brokers agissent ainsi quand ils refusent un client sans dire pourquoi&#x202f;: vérifiez le nom d’utilisateur, l’identifiant client, le certificat et la version, et consultez le journal du broker.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate has expired.</source>
        <translation>Le certificat du broker a expiré.</translation>
    </message>
    <message>
        <source>It was valid until {valid_until}.</source>
        <translation>Il était valide jusqu’au {valid_until}.</translation>
    </message>
    <message>
        <source>Check the clock of this computer, or ask whoever runs the broker to renew the certificate.</source>
        <translation>Vérifiez l’horloge de cet ordinateur, ou demandez à l’administrateur du broker de renouveler le certificat.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate is not valid yet.</source>
        <translation>Le certificat du broker n’est pas encore valide.</translation>
    </message>
    <message>
        <source>It is valid from {valid_from} on.</source>
        <translation>Il est valide à partir du {valid_from}.</translation>
    </message>
    <message>
        <source>Check the clock of this computer and that of the broker.</source>
        <translation>Vérifiez l’horloge de cet ordinateur et celle du broker.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate is for another host.</source>
        <translation>Le certificat du broker est celui d’un autre hôte.</translation>
    </message>
    <message>
        <source>You asked for “{server_name}”; the certificate is for: {names}</source>
        <translation>Vous avez demandé «&#x202f;{server_name}&#x202f;»&#x202f;; le certificat est pour&#x202f;: {names}</translation>
    </message>
    <message>
        <source>Use one of these names as host. If the broker is the right one all the same, set the server name on the TLS page.</source>
        <translation>Utilisez l’un de ces noms comme hôte. Si c’est tout de même le bon broker, indiquez le nom du serveur sur la page TLS.</translation>
    </message>
    <message>
        <source>The authority behind the broker&apos;s certificate is not known here.</source>
        <translation>L’autorité à l’origine du certificat du broker n’est pas connue ici.</translation>
    </message>
    <message>
        <source>The certificate was issued by: {issuer}</source>
        <translation>Le certificat a été émis par&#x202f;: {issuer}</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate is signed by nobody but itself.</source>
        <translation>Le certificat du broker n’est signé que par lui-même.</translation>
    </message>
    <message>
        <source>It calls itself: {subject}</source>
        <translation>Il se présente ainsi&#x202f;: {subject}</translation>
    </message>
    <message>
        <source>If you trust it, choose this very certificate as CA certificate on the TLS page.</source>
        <translation>Si vous lui faites confiance, choisissez ce certificat même comme certificat d’AC sur la page TLS.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate was revoked.</source>
        <translation>Le certificat du broker a été révoqué.</translation>
    </message>
    <message>
        <source>The authority that issued it does not vouch for it any more.</source>
        <translation>L’autorité qui l’a émis ne s’en porte plus garante.</translation>
    </message>
    <message>
        <source>Do not connect; ask whoever runs the broker.</source>
        <translation>Ne vous connectez pas&#x202f;; demandez à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate did not pass the check.</source>
        <translation>Le certificat du broker n’a pas passé la vérification.</translation>
    </message>
    <message>
        <source>What OpenSSL says: {detail}</source>
        <translation>Ce que dit OpenSSL&#x202f;: {detail}</translation>
    </message>
    <message>
        <source>The broker asks for a client certificate.</source>
        <translation>Le broker demande un certificat client.</translation>
    </message>
    <message>
        <source>It lets only those in who show one that it knows.</source>
        <translation>Il ne laisse entrer que ceux qui en présentent un qu’il connaît.</translation>
    </message>
    <message>
        <source>The broker does not accept the client certificate.</source>
        <translation>Le broker n’accepte pas le certificat client.</translation>
    </message>
    <message>
        <source>It may be from another authority, expired, or not made for clients.</source>
        <translation>Il vient peut-être d’une autre autorité, a expiré, ou n’est pas fait pour des clients.</translation>
    </message>
    <message>
        <source>The two sides have no TLS version or cipher in common.</source>
        <translation>Les deux côtés n’ont ni version de TLS ni algorithme de chiffrement en commun.</translation>
    </message>
    <message>
        <source>One of them is too old for the other.</source>
        <translation>L’un est trop ancien pour l’autre.</translation>
    </message>
    <message>
        <source>Change the minimum version on the TLS page, or update the broker.</source>
        <translation>Changez la version minimale sur la page TLS, ou mettez le broker à jour.</translation>
    </message>
    <message>
        <source>The broker does not accept the pre-shared key.</source>
        <translation>Le broker n’accepte pas la clé prépartagée.</translation>
    </message>
    <message>
        <source>It does not know the identity, or the key is another one.</source>
        <translation>Il ne connaît pas l’identité, ou la clé est une autre.</translation>
    </message>
    <message>
        <source>Check identity and key on the TLS page.</source>
        <translation>Vérifiez l’identité et la clé sur la page TLS.</translation>
    </message>
    <message>
        <source>A certificate or key file cannot be used.</source>
        <translation>Un fichier de certificat ou de clé est inutilisable.</translation>
    </message>
    <message>
        <source>Encryption (TLS) could not be agreed on.</source>
        <translation>Aucun accord n’a été trouvé sur le chiffrement (TLS).</translation>
    </message>
    <message>
        <source>Check the port (8883 is usual for mqtts), the server name and ALPN on the TLS page.</source>
        <translation>Vérifiez le port (l’usage est 8883 pour mqtts), ainsi que le nom du serveur et ALPN sur la page TLS.</translation>
    </message>
    <message>
        <source>There is no broker at this path.</source>
        <translation>Il n’y a pas de broker à ce chemin.</translation>
    </message>
    <message>
        <source>The web server has nothing at {path} (HTTP {status}).</source>
        <translation>Le serveur web n’a rien à {path} (HTTP {status}).</translation>
    </message>
    <message>
        <source>The web server in front of the broker does not let you in.</source>
        <translation>Le serveur web placé devant le broker ne vous laisse pas entrer.</translation>
    </message>
    <message>
        <source>It answers with HTTP {status}.</source>
        <translation>Il répond par HTTP {status}.</translation>
    </message>
    <message>
        <source>Add the header that it asks for, such as Authorization, on the WebSocket page.</source>
        <translation>Ajoutez sur la page WebSocket l’en-tête qu’il demande, par exemple Authorization.</translation>
    </message>
    <message>
        <source>The WebSocket is somewhere else.</source>
        <translation>Le WebSocket est ailleurs.</translation>
    </message>
    <message>
        <source>The web server points to {location} (HTTP {status}).</source>
        <translation>Le serveur web renvoie vers {location} (HTTP {status}).</translation>
    </message>
    <message>
        <source>Enter that address if you trust it; a change from ws to wss is the usual reason.</source>
        <translation>Saisissez cette adresse si vous lui faites confiance&#x202f;; un passage de ws à wss en est la raison habituelle.</translation>
    </message>
    <message>
        <source>The web server does not reach the broker behind it.</source>
        <translation>Le serveur web n’arrive pas à joindre le broker derrière lui.</translation>
    </message>
    <message>
        <source>Try again in a minute; then ask whoever runs the broker.</source>
        <translation>Réessayez dans une minute&#x202f;; ensuite, demandez à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The WebSocket is not one for MQTT.</source>
        <translation>Ce WebSocket n’est pas fait pour MQTT.</translation>
    </message>
    <message>
        <source>The server opens a WebSocket, but does not agree to speak MQTT in it.</source>
        <translation>Le serveur ouvre un WebSocket, mais n’accepte pas d’y parler MQTT.</translation>
    </message>
    <message>
        <source>The server does not open a WebSocket.</source>
        <translation>Le serveur n’ouvre pas de WebSocket.</translation>
    </message>
    <message>
        <source>Its answer is not that of a WebSocket server (HTTP {status}).</source>
        <translation>Sa réponse n’est pas celle d’un serveur WebSocket (HTTP {status}).</translation>
    </message>
    <message>
        <source>The broker does not take this version of MQTT.</source>
        <translation>Le broker n’accepte pas cette version de MQTT.</translation>
    </message>
    <message>
        <source>{version} was tried, and refused.</source>
        <translation>{version} a été essayé, et refusé.</translation>
    </message>
    <message>
        <source>It takes {taken}: choose that on the General page.</source>
        <translation>Il accepte {taken}&#x202f;: choisissez cette version sur la page Général.</translation>
    </message>
    <message>
        <source>The broker wants to know who you are.</source>
        <translation>Le broker veut savoir qui vous êtes.</translation>
    </message>
    <message>
        <source>It does not let in anybody without user name and password.</source>
        <translation>Il ne laisse entrer personne sans nom d’utilisateur ni mot de passe.</translation>
    </message>
    <message>
        <source>Enter user name and password on the Authentication page.</source>
        <translation>Saisissez le nom d’utilisateur et le mot de passe sur la page Authentification.</translation>
    </message>
    <message>
        <source>The broker does not accept user name or password.</source>
        <translation>Le broker n’accepte pas le nom d’utilisateur ou le mot de passe.</translation>
    </message>
    <message>
        <source>It refused the user “{username}”; it does not say which of the two is wrong.</source>
        <translation>Il a refusé l’utilisateur «&#x202f;{username}&#x202f;»&#x202f;; il ne dit pas lequel des deux est faux.</translation>
    </message>
    <message>
        <source>Type both again: capitals count, and a space at the end is easily copied along. The user may also be allowed with another client id only.</source>
        <translation>Saisissez les deux à nouveau&#x202f;: les majuscules comptent, et une espace finale se copie facilement avec. Il se peut aussi que l’utilisateur ne soit admis qu’avec un autre identifiant client.</translation>
    </message>
    <message>
        <source>The authentication failed.</source>
        <translation>L’authentification a échoué.</translation>
    </message>
    <message>
        <source>The exchange of {method} did not succeed.</source>
        <translation>L’échange {method} n’a pas abouti.</translation>
    </message>
    <message>
        <source>Check user name and password, and whether the broker knows this method.</source>
        <translation>Vérifiez le nom d’utilisateur et le mot de passe, et si le broker connaît cette méthode.</translation>
    </message>
    <message>
        <source>The broker does not know this way of authentication.</source>
        <translation>Le broker ne connaît pas ce mode d’authentification.</translation>
    </message>
    <message>
        <source>{method} was tried.</source>
        <translation>{method} a été essayé.</translation>
    </message>
    <message>
        <source>Choose another method on the Authentication page.</source>
        <translation>Choisissez une autre méthode sur la page Authentification.</translation>
    </message>
    <message>
        <source>The broker does not accept the client id.</source>
        <translation>Le broker n’accepte pas l’identifiant client.</translation>
    </message>
    <message>
        <source>“{client_id}” is not valid there, or not allowed.</source>
        <translation>«&#x202f;{client_id}&#x202f;» n’y est pas valide, ou pas autorisé.</translation>
    </message>
    <message>
        <source>Try one of at most 23 letters and digits, or the one that the broker expects of you.</source>
        <translation>Essayez-en un de 23 lettres et chiffres au plus, ou celui que le broker attend de vous.</translation>
    </message>
    <message>
        <source>The broker refuses the last will.</source>
        <translation>Le broker refuse le testament.</translation>
    </message>
    <message>
        <source>Without it the same connection is accepted; its topic is “{topic}”.</source>
        <translation>Sans lui, la même connexion est acceptée&#x202f;; son topic est «&#x202f;{topic}&#x202f;».</translation>
    </message>
    <message>
        <source>You may not be allowed to publish to that topic: change or switch off the last will.</source>
        <translation>Vous n’avez peut-être pas le droit de publier sur ce topic&#x202f;: changez le testament ou désactivez-le.</translation>
    </message>
    <message>
        <source>The broker has banned this client.</source>
        <translation>Le broker a banni ce client.</translation>
    </message>
    <message>
        <source>Its client id, user name or address is on a list.</source>
        <translation>Son identifiant client, son nom d’utilisateur ou son adresse est sur une liste.</translation>
    </message>
    <message>
        <source>Ask whoever runs the broker.</source>
        <translation>Demandez à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The broker cannot take you now.</source>
        <translation>Le broker ne peut pas vous recevoir maintenant.</translation>
    </message>
    <message>
        <source>The broker points to another one.</source>
        <translation>Le broker renvoie vers un autre.</translation>
    </message>
    <message>
        <source>The address that it names: {address}</source>
        <translation>L’adresse qu’il indique&#x202f;: {address}</translation>
    </message>
    <message>
        <source>Enter that address if you trust it.</source>
        <translation>Saisissez cette adresse si vous lui faites confiance.</translation>
    </message>
    <message>
        <source>The broker refused the connection.</source>
        <translation>Le broker a refusé la connexion.</translation>
    </message>
    <message>
        <source>Another client uses the same client id.</source>
        <translation>Un autre client utilise le même identifiant client.</translation>
    </message>
    <message>
        <source>The connection succeeded, and was thrown out when another client connected as “{client_id}”. Each throws the other out in turn.</source>
        <translation>La connexion a réussi, puis a été éjectée quand un autre client s’est connecté comme «&#x202f;{client_id}&#x202f;». Chacun éjecte l’autre à son tour.</translation>
    </message>
    <message>
        <source>Give this connection a client id of its own on the General page.</source>
        <translation>Donnez à cette connexion un identifiant client à elle sur la page Général.</translation>
    </message>
    <message>
        <source>The broker ended the connection soon after it was made.</source>
        <translation>Le broker a mis fin à la connexion peu après son établissement.</translation>
    </message>
    <message>
        <source>It did not say why.</source>
        <translation>Il n’a pas dit pourquoi.</translation>
    </message>
    <message>
        <source>Another client may use the same client id; else look into the broker&apos;s log.</source>
        <translation>Un autre client utilise peut-être le même identifiant client&#x202f;; sinon, consultez le journal du broker.</translation>
    </message>
    <message>
        <source>The broker hung up when it was asked for subscriptions.</source>
        <translation>Le broker a raccroché à la demande d’abonnements.</translation>
    </message>
    <message>
        <source>Some brokers, those of clouds above all, do so for a filter that is not allowed.</source>
        <translation>Certains brokers, surtout ceux des clouds, le font pour un filtre non autorisé.</translation>
    </message>
    <message>
        <source>Subscribe to topics that you may read only: # and $SYS/# are often forbidden.</source>
        <translation>Ne vous abonnez qu’à des topics que vous avez le droit de lire&#x202f;: # et $SYS/# sont souvent interdits.</translation>
    </message>
    <message>
        <source>The broker refused subscriptions.</source>
        <translation>Le broker a refusé des abonnements.</translation>
    </message>
    <message>
        <source>The connection works, but not for: {filters}</source>
        <translation>La connexion fonctionne, mais pas pour&#x202f;: {filters}</translation>
    </message>
    <message>
        <source>Ask for the right to read these topics, or change the Subscriptions page.</source>
        <translation>Demandez le droit de lire ces topics, ou modifiez la page Abonnements.</translation>
    </message>
    <message>
        <source>The broker does not answer the subscription.</source>
        <translation>Le broker ne répond pas à l’abonnement.</translation>
    </message>
    <message>
        <source>The connection works, but no answer came within {seconds} s.</source>
        <translation>La connexion fonctionne, mais aucune réponse n’est venue en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>The session will not outlive the connection.</source>
        <translation>La session ne survivra pas à la connexion.</translation>
    </message>
    <message>
        <source>Clean start is off, but the session expiry is 0: the broker forgets the session at once.</source>
        <translation>«&#x202f;Repartir de zéro&#x202f;» est décoché, mais l’expiration de session est 0&#x202f;: le broker oublie la session aussitôt.</translation>
    </message>
    <message>
        <source>Set a session expiry on the MQTT 5 page, or switch clean start on.</source>
        <translation>Indiquez une expiration de session sur la page MQTT 5, ou cochez «&#x202f;Repartir de zéro&#x202f;».</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate expires soon.</source>
        <translation>Le certificat du broker expire bientôt.</translation>
    </message>
    <message>
        <source>It is valid until {valid_until}, {days} days from now.</source>
        <translation>Il est valide jusqu’au {valid_until}, dans {days} jours.</translation>
    </message>
    <message>
        <source>Remind whoever runs the broker to renew it.</source>
        <translation>Rappelez à l’administrateur du broker de le renouveler.</translation>
    </message>
    <message>
        <source>Nobody checks who answers.</source>
        <translation>Personne ne vérifie qui répond.</translation>
    </message>
    <message>
        <source>The certificate is not verified: anybody on the way may pose as the broker.</source>
        <translation>Le certificat n’est pas vérifié&#x202f;: n’importe qui sur le trajet peut se faire passer pour le broker.</translation>
    </message>
    <message>
        <source>Choose whom to trust on the TLS page.</source>
        <translation>Choisissez à qui vous fier sur la page TLS.</translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation>La connexion a échoué.</translation>
    </message>
    <message>
        <source>Name look-up</source>
        <translation>Résolution du nom</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Encryption (TLS)</source>
        <translation>Chiffrement (TLS)</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>MQTT greeting</source>
        <translation>Accueil MQTT</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>In progress…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Réussi</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>Non atteint</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Looking closer…</source>
        <translation>Examen plus poussé…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <source>The examination broke off; the program&apos;s log says why.</source>
        <translation>L’examen s’est interrompu&#x202f;; le journal du programme dit pourquoi.</translation>
    </message>
    <message>
        <source>Examined with another client id, so that the session that waits at the broker is not touched.</source>
        <translation>Examiné avec un autre identifiant client, pour ne pas toucher à la session qui attend sur le broker.</translation>
    </message>
    <message>
        <source>Examined with another client id, so that the open connection is not thrown out.</source>
        <translation>Examiné avec un autre identifiant client, pour que la connexion ouverte ne soit pas éjectée.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Pas de réponse à temps.</translation>
    </message>
    <message>
        <source>Shared subscriptions were left out, because they would take messages away from others: {filters}</source>
        <translation>Les abonnements partagés ont été laissés de côté, car ils prendraient des messages à d’autres&#x202f;: {filters}</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number}&#x202f;s</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number}&#x202f;ms</translation>
    </message>
    <message>
        <source>The broker says: “{words}”</source>
        <translation>Le broker dit&#x202f;: «&#x202f;{words}&#x202f;»</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Connected to</source>
        <translation>Connecté à</translation>
    </message>
    <message>
        <source>Through</source>
        <translation>Par</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Vers</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Cipher</source>
        <translation>Algorithme</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificat</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>vérifié</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>non vérifié</translation>
    </message>
    <message>
        <source>Subprotocol</source>
        <translation>Sous-protocole</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Compression</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Identifiant client</translation>
    </message>
    <message>
        <source>Session found</source>
        <translation>Session trouvée</translation>
    </message>
    <message>
        <source>Keep alive</source>
        <translation>Keep alive</translation>
    </message>
    <message>
        <source>Highest QoS</source>
        <translation>QoS maximale</translation>
    </message>
    <message>
        <source>Retained messages</source>
        <translation>Messages conservés</translation>
    </message>
    <message>
        <source>Wildcard subscriptions</source>
        <translation>Abonnements avec jokers</translation>
    </message>
    <message>
        <source>Shared subscriptions</source>
        <translation>Abonnements partagés</translation>
    </message>
    <message>
        <source>Receive maximum</source>
        <translation>Maximum de réception</translation>
    </message>
    <message>
        <source>Largest packet</source>
        <translation>Plus grand paquet</translation>
    </message>
    <message>
        <source>Topic aliases</source>
        <translation>Alias de topic</translation>
    </message>
    <message>
        <source>Certificate for</source>
        <translation>Certificat pour</translation>
    </message>
    <message>
        <source>Host names</source>
        <translation>Noms d’hôte</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Émis par</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Valide</translation>
    </message>
    <message>
        <source>Use {scheme}</source>
        <translation>Utiliser {scheme}</translation>
    </message>
    <message>
        <source>Use {scheme}, without encryption</source>
        <translation>Utiliser {scheme}, sans chiffrement</translation>
    </message>
    <message>
        <source>Use port {port}</source>
        <translation>Utiliser le port {port}</translation>
    </message>
    <message>
        <source>Use the path {path}</source>
        <translation>Utiliser le chemin {path}</translation>
    </message>
    <message>
        <source>Use {version}</source>
        <translation>Utiliser {version}</translation>
    </message>
    <message>
        <source>Use the host {host}</source>
        <translation>Utiliser l’hôte {host}</translation>
    </message>
    <message>
        <source>Use a new client id</source>
        <translation>Utiliser un nouvel identifiant client</translation>
    </message>
    <message>
        <source>Go without the proxy</source>
        <translation>Se passer du proxy</translation>
    </message>
    <message>
        <source>Keep the session for a day</source>
        <translation>Garder la session un jour</translation>
    </message>
</context>
<context>
    <name>ErrorBar</name>
    <message>
        <source>Copy Report</source>
        <translation>Copier le rapport</translation>
    </message>
    <message>
        <source>Something unforeseen happened</source>
        <translation>Un imprévu s’est produit</translation>
    </message>
    <message>
        <source>{program} goes on, but something may not have worked. ({error})</source>
        <translation>{program} continue, mais quelque chose n’a peut-être pas fonctionné. ({error})</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>The broker says: “{words}”</source>
        <translation>Le broker dit&#x202f;: «&#x202f;{words}&#x202f;»</translation>
    </message>
    <message>
        <source>It names this address: {address}</source>
        <translation>Il indique cette adresse&#x202f;: {address}</translation>
    </message>
    <message>
        <source>A file could not be taken over.</source>
        <translation>Un fichier n’a pas pu être repris.</translation>
    </message>
    <message>
        <source>Mend it in a text editor, or move it away; the program leaves it untouched.</source>
        <translation>Corrigez-le dans un éditeur de texte, ou déplacez-le&#x202f;; le programme n’y touche pas.</translation>
    </message>
    <message>
        <source>The file was not saved.</source>
        <translation>Le fichier n’a pas été enregistré.</translation>
    </message>
    <message>
        <source>Overwrite it, or read it anew and make your changes again.</source>
        <translation>Écrasez-le, ou relisez-le et refaites vos modifications.</translation>
    </message>
    <message>
        <source>The keyring did not take or give the password.</source>
        <translation>Le trousseau n’a pas accepté ou pas rendu le mot de passe.</translation>
    </message>
    <message>
        <source>Until then it is kept for this run only.</source>
        <translation>D’ici là, il n’est gardé que jusqu’à la fermeture du programme.</translation>
    </message>
    <message>
        <source>Somebody else has changed {path} meanwhile.</source>
        <translation>Quelqu’un d’autre a modifié {path} entre-temps.</translation>
    </message>
    <message>
        <source>Somebody else has removed {path} meanwhile.</source>
        <translation>Quelqu’un d’autre a supprimé {path} entre-temps.</translation>
    </message>
    <message>
        <source>It is there and works.</source>
        <translation>Il est présent et fonctionne.</translation>
    </message>
    <message>
        <source>This computer has no keyring.</source>
        <translation>Cet ordinateur n’a pas de trousseau.</translation>
    </message>
    <message>
        <source>It is locked.</source>
        <translation>Il est verrouillé.</translation>
    </message>
    <message>
        <source>It refused.</source>
        <translation>Il a refusé.</translation>
    </message>
    <message>
        <source>It cannot be read: {detail}.</source>
        <translation>Il est illisible&#x202f;: {detail}.</translation>
    </message>
    <message>
        <source>It is a folder or a device, not a file.</source>
        <translation>C’est un dossier ou un périphérique, pas un fichier.</translation>
    </message>
    <message>
        <source>It is too large.</source>
        <translation>Il est trop volumineux.</translation>
    </message>
    <message>
        <source>Line {line} is not UTF-8 text.</source>
        <translation>La ligne {line} n’est pas du texte UTF-8.</translation>
    </message>
    <message>
        <source>It is empty.</source>
        <translation>Il est vide.</translation>
    </message>
    <message>
        <source>Line {line} is not valid YAML: {detail}.</source>
        <translation>La ligne {line} n’est pas du YAML valide&#x202f;: {detail}.</translation>
    </message>
    <message>
        <source>Line {line} uses an anchor or alias, which is not allowed.</source>
        <translation>La ligne {line} emploie une ancre ou un alias, ce qui n’est pas permis.</translation>
    </message>
    <message>
        <source>It is nested too deeply at line {line}.</source>
        <translation>L’imbrication est trop profonde à la ligne {line}.</translation>
    </message>
    <message>
        <source>It has too many entries.</source>
        <translation>Il contient trop d’entrées.</translation>
    </message>
    <message>
        <source>It holds several YAML documents.</source>
        <translation>Il contient plusieurs documents YAML.</translation>
    </message>
    <message>
        <source>It is not a list of keys and values.</source>
        <translation>Ce n’est pas une liste de clés et de valeurs.</translation>
    </message>
    <message>
        <source>The key “{detail}” stands there twice (line {line}).</source>
        <translation>La clé «&#x202f;{detail}&#x202f;» y figure deux fois (ligne {line}).</translation>
    </message>
    <message>
        <source>“{detail}” has a value of the wrong kind (line {line}).</source>
        <translation>«&#x202f;{detail}&#x202f;» a une valeur du mauvais type (ligne {line}).</translation>
    </message>
    <message>
        <source>“{detail}” has an unknown value (line {line}).</source>
        <translation>«&#x202f;{detail}&#x202f;» a une valeur inconnue (ligne {line}).</translation>
    </message>
    <message>
        <source>“{detail}” is missing.</source>
        <translation>«&#x202f;{detail}&#x202f;» manque.</translation>
    </message>
    <message>
        <source>It was written by a newer version of the program.</source>
        <translation>Il a été écrit par une version plus récente du programme.</translation>
    </message>
    <message>
        <source>Its id is not valid.</source>
        <translation>Son identifiant n’est pas valide.</translation>
    </message>
    <message>
        <source>It has the same id as the file {detail}.</source>
        <translation>Il a le même identifiant que le fichier {detail}.</translation>
    </message>
    <message>
        <source>Something went wrong with MQTT.</source>
        <translation>Une erreur MQTT s’est produite.</translation>
    </message>
    <message>
        <source>The library gives no closer reason.</source>
        <translation>La bibliothèque n’en donne pas de raison plus précise.</translation>
    </message>
    <message>
        <source>Connect again; if it comes back, please report it.</source>
        <translation>Reconnectez-vous&#x202f;; si cela se reproduit, merci de le signaler.</translation>
    </message>
    <message>
        <source>The other side sent something that is not MQTT.</source>
        <translation>L’hôte distant a envoyé quelque chose qui n’est pas du MQTT.</translation>
    </message>
    <message>
        <source>The bytes that arrived do not make a valid MQTT packet.</source>
        <translation>Les octets reçus ne forment pas un paquet MQTT valide.</translation>
    </message>
    <message>
        <source>Check that host and port belong to an MQTT broker: a web server, or a port that expects TLS or WebSocket, answers like this.</source>
        <translation>Vérifiez que l’hôte et le port sont ceux d’un broker MQTT&#x202f;: un serveur web, ou un port qui attend TLS ou WebSocket, répond ainsi.</translation>
    </message>
    <message>
        <source>The broker broke the rules of MQTT.</source>
        <translation>Le broker a enfreint les règles de MQTT.</translation>
    </message>
    <message>
        <source>Try another MQTT version, and tell whoever makes or runs the broker.</source>
        <translation>Essayez une autre version de MQTT, et prévenez l’éditeur ou l’administrateur du broker.</translation>
    </message>
    <message>
        <source>This was not sent.</source>
        <translation>Rien n’a été envoyé.</translation>
    </message>
    <message>
        <source>It would break the rules of MQTT, or a limit that the broker has announced.</source>
        <translation>Cela enfreindrait les règles de MQTT, ou une limite annoncée par le broker.</translation>
    </message>
    <message>
        <source>Change it and try again; nothing has left this computer.</source>
        <translation>Modifiez et réessayez&#x202f;; rien n’a quitté cet ordinateur.</translation>
    </message>
    <message>
        <source>This address cannot be used.</source>
        <translation>Cette adresse est inutilisable.</translation>
    </message>
    <message>
        <source>An address looks like mqtt://broker.example:1883.</source>
        <translation>Une adresse ressemble à mqtt://broker.example:1883.</translation>
    </message>
    <message>
        <source>The broker refused the connection.</source>
        <translation>Le broker a refusé la connexion.</translation>
    </message>
    <message>
        <source>Check the settings of the connection.</source>
        <translation>Vérifiez les réglages de la connexion.</translation>
    </message>
    <message>
        <source>The broker ended the connection.</source>
        <translation>Le broker a mis fin à la connexion.</translation>
    </message>
    <message>
        <source>Connect again.</source>
        <translation>Reconnectez-vous.</translation>
    </message>
    <message>
        <source>The broker refused the request.</source>
        <translation>Le broker a refusé la requête.</translation>
    </message>
    <message>
        <source>Check that this client may publish the request and subscribe to its response.</source>
        <translation>Vérifiez que ce client a le droit de publier la requête et de s’abonner à sa réponse.</translation>
    </message>
    <message>
        <source>The connection is gone.</source>
        <translation>La connexion est perdue.</translation>
    </message>
    <message>
        <source>The other side closed it without saying why.</source>
        <translation>L’hôte distant l’a fermée sans dire pourquoi.</translation>
    </message>
    <message>
        <source>Check that the port fits the scheme (TLS or not, WebSocket or not), and that no other client uses the same client id.</source>
        <translation>Vérifiez que le port convient au schéma (avec ou sans TLS, avec ou sans WebSocket), et qu’aucun autre client n’utilise le même identifiant client.</translation>
    </message>
    <message>
        <source>The broker did not answer in time.</source>
        <translation>Le broker n’a pas répondu à temps.</translation>
    </message>
    <message>
        <source>Check host, port and network, or allow more time.</source>
        <translation>Vérifiez l’hôte, le port et le réseau, ou accordez plus de temps.</translation>
    </message>
    <message>
        <source>The broker has forgotten the session.</source>
        <translation>Le broker a oublié la session.</translation>
    </message>
    <message>
        <source>Nobody can tell whether the messages that were under way have arrived.</source>
        <translation>Nul ne sait si les messages en cours d’envoi sont arrivés.</translation>
    </message>
    <message>
        <source>Publish them again if they matter. A longer session expiry makes the broker remember for longer.</source>
        <translation>Publiez-les à nouveau s’ils sont importants. Avec une expiration de session plus longue, le broker s’en souvient plus longtemps.</translation>
    </message>
    <message>
        <source>The authentication failed.</source>
        <translation>L’authentification a échoué.</translation>
    </message>
    <message>
        <source>Broker and client could not prove to each other who they are.</source>
        <translation>Le broker et le client n’ont pas pu se prouver leur identité.</translation>
    </message>
    <message>
        <source>Check user name, password and method. If they are right, you may be talking to the wrong broker.</source>
        <translation>Vérifiez le nom d’utilisateur, le mot de passe et la méthode. S’ils sont justes, vous parlez peut-être au mauvais broker.</translation>
    </message>
    <message>
        <source>The host name is not known.</source>
        <translation>Le nom d’hôte est inconnu.</translation>
    </message>
    <message>
        <source>The network&apos;s directory of names has no address for “{host}”.</source>
        <translation>L’annuaire des noms du réseau n’a pas d’adresse pour «&#x202f;{host}&#x202f;».</translation>
    </message>
    <message>
        <source>Check the spelling of the host, and that this computer is online.</source>
        <translation>Vérifiez l’orthographe de l’hôte, et que cet ordinateur est en ligne.</translation>
    </message>
    <message>
        <source>The broker cannot be reached.</source>
        <translation>Le broker est injoignable.</translation>
    </message>
    <message>
        <source>There is no way to {address}, or nothing answers there.</source>
        <translation>Aucun chemin ne mène à {address}, ou rien n’y répond.</translation>
    </message>
    <message>
        <source>Check host, port, network, VPN and firewall.</source>
        <translation>Vérifiez l’hôte, le port, le réseau, le VPN et le pare-feu.</translation>
    </message>
    <message>
        <source>Nobody answers at this host and port.</source>
        <translation>Personne ne répond sur cet hôte et ce port.</translation>
    </message>
    <message>
        <source>The computer is there, but no program accepts connections at {address}.</source>
        <translation>L’ordinateur est bien là, mais aucun programme n’accepte de connexions sur {address}.</translation>
    </message>
    <message>
        <source>Check the port, and that the broker runs and is reachable from here.</source>
        <translation>Vérifiez le port, et que le broker fonctionne et est joignable d’ici.</translation>
    </message>
    <message>
        <source>The encrypted connection (TLS) could not be set up.</source>
        <translation>La connexion chiffrée (TLS) n’a pas pu être établie.</translation>
    </message>
    <message>
        <source>A certificate or key file cannot be used.</source>
        <translation>Un fichier de certificat ou de clé est inutilisable.</translation>
    </message>
    <message>
        <source>Choose the right file on the TLS page of the connection.</source>
        <translation>Choisissez le bon fichier sur la page TLS de la connexion.</translation>
    </message>
    <message>
        <source>What answers there is not an MQTT broker.</source>
        <translation>Ce qui répond là n’est pas un broker MQTT.</translation>
    </message>
    <message>
        <source>Check scheme and port: 1883 is usual for mqtt, 8883 for mqtts, 8083 for ws.</source>
        <translation>Vérifiez le schéma et le port&#x202f;: l’usage est 1883 pour mqtt, 8883 pour mqtts, 8083 pour ws.</translation>
    </message>
    <message>
        <source>The credentials for this connection could not be got.</source>
        <translation>Les identifiants de cette connexion n’ont pas pu être obtenus.</translation>
    </message>
    <message>
        <source>Nothing was sent to the broker without them.</source>
        <translation>Rien n’a été envoyé au broker sans eux.</translation>
    </message>
    <message>
        <source>Unlock the keyring, or type the password again on the Authentication page.</source>
        <translation>Déverrouillez le trousseau, ou saisissez à nouveau le mot de passe sur la page Authentification.</translation>
    </message>
    <message>
        <source>There is no connection to the broker.</source>
        <translation>Il n’y a pas de connexion au broker.</translation>
    </message>
    <message>
        <source>Connect first.</source>
        <translation>Connectez-vous d’abord.</translation>
    </message>
    <message>
        <source>The session could not be stored on this computer.</source>
        <translation>La session n’a pas pu être enregistrée sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Unfinished messages would not survive the end of the program.</source>
        <translation>Les messages en cours ne survivraient pas à la fermeture du programme.</translation>
    </message>
    <message>
        <source>Make room on the disk and check the rights of the program&apos;s data folder.</source>
        <translation>Faites de la place sur le disque et vérifiez les droits du dossier de données du programme.</translation>
    </message>
    <message>
        <source>Raise the receive maximum on the MQTT 5 page, and tell whoever makes the broker.</source>
        <translation>Augmentez le maximum de réception sur la page MQTT 5, et prévenez l’éditeur du broker.</translation>
    </message>
    <message>
        <source>The proxy did not make the connection.</source>
        <translation>Le proxy n’a pas établi la connexion.</translation>
    </message>
    <message>
        <source>The proxy {proxy} refused, or could not reach the broker.</source>
        <translation>Le proxy {proxy} a refusé, ou n’a pas pu joindre le broker.</translation>
    </message>
    <message>
        <source>Check address, user name and password on the Proxy page, and the broker&apos;s host.</source>
        <translation>Vérifiez l’adresse, le nom d’utilisateur et le mot de passe sur la page Proxy, ainsi que l’hôte du broker.</translation>
    </message>
    <message>
        <source>The server does not open a WebSocket for MQTT.</source>
        <translation>Le serveur n’ouvre pas de WebSocket pour MQTT.</translation>
    </message>
    <message>
        <source>Check the port, and the path on the WebSocket page; /mqtt is usual.</source>
        <translation>Vérifiez le port, et le chemin sur la page WebSocket&#x202f;; l’usage est /mqtt.</translation>
    </message>
    <message>
        <source>The WebSocket was closed.</source>
        <translation>Le WebSocket a été fermé.</translation>
    </message>
    <message>
        <source>Connect again; look into the broker&apos;s log if it comes back.</source>
        <translation>Reconnectez-vous&#x202f;; si cela se reproduit, consultez le journal du broker.</translation>
    </message>
    <message>
        <source>The connection was closed here.</source>
        <translation>La connexion a été fermée ici.</translation>
    </message>
    <message>
        <source>This was not finished before.</source>
        <translation>Ceci n’était pas terminé auparavant.</translation>
    </message>
    <message>
        <source>Connect and try it again.</source>
        <translation>Connectez-vous et réessayez.</translation>
    </message>
    <message>
        <source>Something went wrong that nobody foresaw.</source>
        <translation>Un problème que personne n’avait prévu s’est produit.</translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours.</source>
        <translation>C’est un défaut du programme, vous n’y êtes pour rien.</translation>
    </message>
    <message>
        <source>Please report it, with the technical details below.</source>
        <translation>Merci de le signaler, avec les détails techniques ci-dessous.</translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours; the connection was given up.</source>
        <translation>C’est un défaut du programme, vous n’y êtes pour rien&#x202f;; la connexion a été abandonnée.</translation>
    </message>
    <message>
        <source>The way to the broker failed.</source>
        <translation>Le chemin vers le broker a cédé.</translation>
    </message>
    <message>
        <source>What carries the bytes raised an error of its own.</source>
        <translation>Le transport des octets a signalé une erreur qui lui est propre.</translation>
    </message>
    <message>
        <source>Connect again; the technical details below help when searching for the cause.</source>
        <translation>Reconnectez-vous&#x202f;; les détails techniques ci-dessous aident à chercher la cause.</translation>
    </message>
    <message>
        <source>This client id is in use by another window of this program.</source>
        <translation>Cet identifiant client est utilisé par une autre fenêtre de ce programme.</translation>
    </message>
    <message>
        <source>Two connections must not share one stored session.</source>
        <translation>Deux connexions ne doivent pas partager une même session enregistrée.</translation>
    </message>
    <message>
        <source>Close the other one, or give this connection a client id of its own.</source>
        <translation>Fermez l’autre, ou donnez à cette connexion un identifiant client à elle.</translation>
    </message>
    <message>
        <source>Choose the client certificate and its key on the TLS page of the connection.</source>
        <translation>Choisissez le certificat client et sa clé sur la page TLS de la connexion.</translation>
    </message>
    <message>
        <source>If you trust it, choose the authority&apos;s certificate as CA certificate on the TLS page.</source>
        <translation>Si vous lui faites confiance, choisissez le certificat de l’autorité comme certificat d’AC sur la page TLS.</translation>
    </message>
    <message>
        <source>Check the port: 8883 is usual for mqtts, 1883 for mqtt.</source>
        <translation>Vérifiez le port&#x202f;: l’usage est 8883 pour mqtts, 1883 pour mqtt.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate has expired.</source>
        <translation>Le certificat du broker a expiré.</translation>
    </message>
    <message>
        <source>Check the clock of this computer, or ask whoever runs the broker to renew the certificate.</source>
        <translation>Vérifiez l’horloge de cet ordinateur, ou demandez à l’administrateur du broker de renouveler le certificat.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate is not valid yet.</source>
        <translation>Le certificat du broker n’est pas encore valide.</translation>
    </message>
    <message>
        <source>Check the clock of this computer and that of the broker.</source>
        <translation>Vérifiez l’horloge de cet ordinateur et celle du broker.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate was issued for another name than “{server_name}”.</source>
        <translation>Le certificat du broker a été émis pour un autre nom que «&#x202f;{server_name}&#x202f;».</translation>
    </message>
    <message>
        <source>Use the host name that the certificate is for, or set the server name on the TLS page.</source>
        <translation>Utilisez le nom d’hôte pour lequel le certificat est émis, ou indiquez le nom du serveur sur la page TLS.</translation>
    </message>
    <message>
        <source>The authority that issued the broker&apos;s certificate is not known here.</source>
        <translation>L’autorité qui a émis le certificat du broker n’est pas connue ici.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate is signed by nobody but itself.</source>
        <translation>Le certificat du broker n’est signé que par lui-même.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate was revoked by the authority that issued it.</source>
        <translation>Le certificat du broker a été révoqué par l’autorité qui l’a émis.</translation>
    </message>
    <message>
        <source>Do not connect; ask whoever runs the broker.</source>
        <translation>Ne vous connectez pas&#x202f;; demandez à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate did not pass the check.</source>
        <translation>Le certificat du broker n’a pas passé la vérification.</translation>
    </message>
    <message>
        <source>Look at the technical details, or ask whoever runs the broker.</source>
        <translation>Consultez les détails techniques, ou demandez à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The broker asks for a client certificate.</source>
        <translation>Le broker demande un certificat client.</translation>
    </message>
    <message>
        <source>The broker does not accept the client certificate.</source>
        <translation>Le broker n’accepte pas le certificat client.</translation>
    </message>
    <message>
        <source>The other side does not speak TLS on this port.</source>
        <translation>L’hôte distant ne parle pas TLS sur ce port.</translation>
    </message>
    <message>
        <source>The two sides have no TLS version or cipher in common.</source>
        <translation>Les deux côtés n’ont ni version de TLS ni algorithme de chiffrement en commun.</translation>
    </message>
    <message>
        <source>Change the minimum version on the TLS page, or update the broker.</source>
        <translation>Changez la version minimale sur la page TLS, ou mettez le broker à jour.</translation>
    </message>
    <message>
        <source>The other side hung up while encryption was set up.</source>
        <translation>L’hôte distant a raccroché pendant la mise en place du chiffrement.</translation>
    </message>
    <message>
        <source>The broker does not accept the pre-shared key.</source>
        <translation>Le broker n’accepte pas la clé prépartagée.</translation>
    </message>
    <message>
        <source>Check identity and key on the TLS page.</source>
        <translation>Vérifiez l’identité et la clé sur la page TLS.</translation>
    </message>
    <message>
        <source>The two sides could not agree on how to encrypt.</source>
        <translation>Les deux côtés n’ont pas pu s’accorder sur le chiffrement.</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>Il n’y a pas de fichier {path}.</translation>
    </message>
    <message>
        <source>The file {path} cannot be read.</source>
        <translation>Le fichier {path} est illisible.</translation>
    </message>
    <message>
        <source>The file {path} does not hold a certificate.</source>
        <translation>Le fichier {path} ne contient pas de certificat.</translation>
    </message>
    <message>
        <source>The file {path} does not hold a private key.</source>
        <translation>Le fichier {path} ne contient pas de clé privée.</translation>
    </message>
    <message>
        <source>The key in {path} needs a passphrase.</source>
        <translation>La clé de {path} demande une phrase secrète.</translation>
    </message>
    <message>
        <source>The passphrase for {path} is not right.</source>
        <translation>La phrase secrète de {path} n’est pas la bonne.</translation>
    </message>
    <message>
        <source>The key in {path} belongs to another certificate.</source>
        <translation>La clé de {path} appartient à un autre certificat.</translation>
    </message>
    <message>
        <source>To open {path} with its passphrase would take far too long: it asks for an unusual number of rounds.</source>
        <translation>L’ouverture de {path} avec sa phrase secrète prendrait beaucoup trop de temps&#x202f;: le nombre d’itérations demandé est inhabituel.</translation>
    </message>
    <message>
        <source>Its answer is not that of a WebSocket server that speaks MQTT.</source>
        <translation>Sa réponse n’est pas celle d’un serveur WebSocket qui parle MQTT.</translation>
    </message>
    <message>
        <source>It answers that the address has moved (HTTP 301).</source>
        <translation>Il répond que l’adresse a changé (HTTP 301).</translation>
    </message>
    <message>
        <source>It answers that the address has moved (HTTP 302).</source>
        <translation>Il répond que l’adresse a changé (HTTP 302).</translation>
    </message>
    <message>
        <source>It answers that the address has moved (HTTP 307).</source>
        <translation>Il répond que l’adresse a changé (HTTP 307).</translation>
    </message>
    <message>
        <source>It answers that the address has moved (HTTP 308).</source>
        <translation>Il répond que l’adresse a changé (HTTP 308).</translation>
    </message>
    <message>
        <source>It does not understand the request (HTTP 400).</source>
        <translation>Il ne comprend pas la requête (HTTP 400).</translation>
    </message>
    <message>
        <source>It asks for other credentials (HTTP 401).</source>
        <translation>Il demande d’autres identifiants (HTTP 401).</translation>
    </message>
    <message>
        <source>It does not allow access (HTTP 403).</source>
        <translation>Il n’autorise pas l’accès (HTTP 403).</translation>
    </message>
    <message>
        <source>It has nothing at this path (HTTP 404).</source>
        <translation>Il n’a rien à ce chemin (HTTP 404).</translation>
    </message>
    <message>
        <source>A proxy asks for credentials (HTTP 407).</source>
        <translation>Un proxy demande des identifiants (HTTP 407).</translation>
    </message>
    <message>
        <source>It wants another protocol here (HTTP 426).</source>
        <translation>Il veut un autre protocole ici (HTTP 426).</translation>
    </message>
    <message>
        <source>It has had too many requests (HTTP 429).</source>
        <translation>Il a reçu trop de requêtes (HTTP 429).</translation>
    </message>
    <message>
        <source>The web server cannot reach the broker behind it (HTTP 502).</source>
        <translation>Le serveur web n’arrive pas à joindre le broker derrière lui (HTTP 502).</translation>
    </message>
    <message>
        <source>It is not available at the moment (HTTP 503).</source>
        <translation>Il n’est pas disponible pour le moment (HTTP 503).</translation>
    </message>
    <message>
        <source>It answers with HTTP {status}.</source>
        <translation>Il répond par HTTP {status}.</translation>
    </message>
    <message>
        <source>The other side closed it as usual (1000).</source>
        <translation>L’hôte distant l’a fermé normalement (1000).</translation>
    </message>
    <message>
        <source>The other side is going away (1001).</source>
        <translation>L’hôte distant s’en va (1001).</translation>
    </message>
    <message>
        <source>The other side saw a protocol error (1002).</source>
        <translation>L’hôte distant a constaté une erreur de protocole (1002).</translation>
    </message>
    <message>
        <source>The other side cannot take this kind of data (1003).</source>
        <translation>L’hôte distant ne peut pas recevoir ce genre de données (1003).</translation>
    </message>
    <message>
        <source>The other side gave no reason (1005).</source>
        <translation>L’hôte distant n’a pas donné de raison (1005).</translation>
    </message>
    <message>
        <source>It broke off without a word (1006).</source>
        <translation>Il s’est interrompu sans un mot (1006).</translation>
    </message>
    <message>
        <source>The other side got data that does not fit its type (1007).</source>
        <translation>L’hôte distant a reçu des données qui ne correspondent pas à leur type (1007).</translation>
    </message>
    <message>
        <source>The other side&apos;s rules do not allow it (1008).</source>
        <translation>Les règles de l’hôte distant ne l’autorisent pas (1008).</translation>
    </message>
    <message>
        <source>A message was too big for the other side (1009).</source>
        <translation>Un message était trop gros pour l’hôte distant (1009).</translation>
    </message>
    <message>
        <source>An extension is missing (1010).</source>
        <translation>Une extension manque (1010).</translation>
    </message>
    <message>
        <source>The other side had an unexpected error (1011).</source>
        <translation>L’hôte distant a rencontré une erreur inattendue (1011).</translation>
    </message>
    <message>
        <source>The other side is restarting (1012).</source>
        <translation>L’hôte distant redémarre (1012).</translation>
    </message>
    <message>
        <source>The other side is too busy (1013).</source>
        <translation>L’hôte distant est surchargé (1013).</translation>
    </message>
    <message>
        <source>TLS failed (1015).</source>
        <translation>TLS a échoué (1015).</translation>
    </message>
    <message>
        <source>The other side closed it with code {code}.</source>
        <translation>L’hôte distant l’a fermé avec le code {code}.</translation>
    </message>
    <message>
        <source>A web server (HTTP) answers on this port.</source>
        <translation>Un serveur web (HTTP) répond sur ce port.</translation>
    </message>
    <message>
        <source>This port expects TLS: the scheme must be mqtts or wss.</source>
        <translation>Ce port attend TLS&#x202f;: le schéma doit être mqtts ou wss.</translation>
    </message>
    <message>
        <source>It must begin with mqtt://, mqtts://, ws://, wss:// or unix:</source>
        <translation>Elle doit commencer par mqtt://, mqtts://, ws://, wss:// ou unix:</translation>
    </message>
    <message>
        <source>Its host is not a valid name or IP address.</source>
        <translation>Son hôte n’est ni un nom ni une adresse IP valide.</translation>
    </message>
    <message>
        <source>Its port is not a number from 1 to 65535.</source>
        <translation>Son port n’est pas un nombre de 1 à 65535.</translation>
    </message>
    <message>
        <source>Its path does not fit the scheme.</source>
        <translation>Son chemin ne convient pas au schéma.</translation>
    </message>
    <message>
        <source>The connection was not made within {seconds} s.</source>
        <translation>La connexion n’a pas été établie en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>The connection was made, but no answer to the greeting came within {seconds} s.</source>
        <translation>La connexion a été établie, mais aucune réponse au message d’accueil n’est venue en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>No sign of life came for {seconds} s.</source>
        <translation>Aucun signe de vie pendant {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>No answer to the subscription came within {seconds} s.</source>
        <translation>Aucune réponse à l’abonnement n’est venue en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>No answer to the unsubscription came within {seconds} s.</source>
        <translation>Aucune réponse au désabonnement n’est venue en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>The authentication was not finished within {seconds} s.</source>
        <translation>L’authentification ne s’est pas achevée en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>The message was not acknowledged within {seconds} s.</source>
        <translation>Le message n’a pas été acquitté en {seconds} s.</translation>
    </message>
    <message>
        <source>No response to the request came within {seconds} s.</source>
        <translation>Aucune réponse à la requête n’est venue en {seconds} s.</translation>
    </message>
    <message>
        <source>The message expired: it could not be sent within the {seconds} s that it was good for.</source>
        <translation>Le message a expiré&#x202f;: il n’a pas pu être envoyé pendant les {seconds} s de sa validité.</translation>
    </message>
    <message>
        <source>The broker has not taken what waits to be sent within {seconds} s.</source>
        <translation>Le broker n’a pas pris en {seconds} s ce qui attend d’être envoyé.</translation>
    </message>
    <message>
        <source>The answer {waiting_for} did not come within {seconds} s.</source>
        <translation>La réponse {waiting_for} n’est pas venue en {seconds}&#x202f;s.</translation>
    </message>
    <message>
        <source>Check the network of this computer, its VPN and firewall.</source>
        <translation>Vérifiez le réseau de cet ordinateur, son VPN et son pare-feu.</translation>
    </message>
    <message>
        <source>The file could not be used.</source>
        <translation>Le fichier n’a pas pu être utilisé.</translation>
    </message>
    <message>
        <source>The network&apos;s directory of names has no address for it.</source>
        <translation>L’annuaire des noms du réseau n’a pas d’adresse pour lui.</translation>
    </message>
    <message>
        <source>The computer is there, but no program accepts connections on this port.</source>
        <translation>L’ordinateur est bien là, mais aucun programme n’accepte de connexions sur ce port.</translation>
    </message>
    <message>
        <source>The other side cut the connection.</source>
        <translation>L’hôte distant a coupé la connexion.</translation>
    </message>
    <message>
        <source>It was reset in the middle of the conversation.</source>
        <translation>Elle a été réinitialisée en plein échange.</translation>
    </message>
    <message>
        <source>Check that the port fits the scheme (TLS or not, WebSocket or not), then connect again.</source>
        <translation>Vérifiez que le port convient au schéma (avec ou sans TLS, avec ou sans WebSocket), puis reconnectez-vous.</translation>
    </message>
    <message>
        <source>The connection was broken off.</source>
        <translation>La connexion a été interrompue.</translation>
    </message>
    <message>
        <source>The operating system of this computer gave it up.</source>
        <translation>Le système d’exploitation de cet ordinateur l’a abandonnée.</translation>
    </message>
    <message>
        <source>The other side has closed the connection.</source>
        <translation>L’hôte distant a fermé la connexion.</translation>
    </message>
    <message>
        <source>It ended while something was being sent.</source>
        <translation>Elle a pris fin pendant un envoi.</translation>
    </message>
    <message>
        <source>Nobody answered in time.</source>
        <translation>Personne n’a répondu à temps.</translation>
    </message>
    <message>
        <source>The host did not react at all.</source>
        <translation>L’hôte n’a pas réagi du tout.</translation>
    </message>
    <message>
        <source>Check host and port; a firewall that drops connections looks like this.</source>
        <translation>Vérifiez l’hôte et le port&#x202f;; un pare-feu qui rejette les connexions en silence produit cet effet.</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>Ce fichier n’existe pas.</translation>
    </message>
    <message>
        <source>Choose it again: it may have been moved, renamed or deleted.</source>
        <translation>Choisissez-le à nouveau&#x202f;: il a peut-être été déplacé, renommé ou supprimé.</translation>
    </message>
    <message>
        <source>The operating system does not allow this.</source>
        <translation>Le système d’exploitation ne le permet pas.</translation>
    </message>
    <message>
        <source>You do not have the right to use this file or address.</source>
        <translation>Vous n’avez pas le droit d’utiliser ce fichier ou cette adresse.</translation>
    </message>
    <message>
        <source>Change the permissions, or choose another place.</source>
        <translation>Changez les autorisations, ou choisissez un autre emplacement.</translation>
    </message>
    <message>
        <source>It is a folder.</source>
        <translation>C’est un dossier.</translation>
    </message>
    <message>
        <source>Choose a file in it.</source>
        <translation>Choisissez un fichier qu’il contient.</translation>
    </message>
    <message>
        <source>A part of its path is not a folder.</source>
        <translation>Une partie de son chemin n’est pas un dossier.</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>Choisissez un autre emplacement.</translation>
    </message>
    <message>
        <source>There is already something of that name.</source>
        <translation>Il existe déjà quelque chose de ce nom.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Choisissez un autre nom.</translation>
    </message>
    <message>
        <source>The operating system reported an error.</source>
        <translation>Le système d’exploitation a signalé une erreur.</translation>
    </message>
    <message>
        <source>Try again; the technical details below help when searching for the cause.</source>
        <translation>Réessayez&#x202f;; les détails techniques ci-dessous aident à chercher la cause.</translation>
    </message>
    <message>
        <source>This text cannot be used.</source>
        <translation>Ce texte est inutilisable.</translation>
    </message>
    <message>
        <source>It contains characters that are not allowed here, or bytes that are not text.</source>
        <translation>Il contient des caractères non autorisés ici, ou des octets qui ne sont pas du texte.</translation>
    </message>
    <message>
        <source>Remove unusual characters and try again.</source>
        <translation>Retirez les caractères inhabituels et réessayez.</translation>
    </message>
    <message>
        <source>There is not enough memory.</source>
        <translation>Il n’y a pas assez de mémoire.</translation>
    </message>
    <message>
        <source>This computer has no memory left for it.</source>
        <translation>Cet ordinateur n’a plus de mémoire pour cela.</translation>
    </message>
    <message>
        <source>Clear messages, or close other programs.</source>
        <translation>Effacez des messages, ou fermez d’autres programmes.</translation>
    </message>
    <message>
        <source>The network cannot be reached.</source>
        <translation>Le réseau est injoignable.</translation>
    </message>
    <message>
        <source>This computer knows no way to the broker&apos;s address.</source>
        <translation>Cet ordinateur ne connaît aucun chemin vers l’adresse du broker.</translation>
    </message>
    <message>
        <source>The host cannot be reached.</source>
        <translation>L’hôte est injoignable.</translation>
    </message>
    <message>
        <source>There is no way to it, or it is switched off.</source>
        <translation>Aucun chemin n’y mène, ou il est éteint.</translation>
    </message>
    <message>
        <source>The network is down.</source>
        <translation>Le réseau est coupé.</translation>
    </message>
    <message>
        <source>This computer has no network connection.</source>
        <translation>Cet ordinateur n’a pas de connexion au réseau.</translation>
    </message>
    <message>
        <source>The address cannot be used from here.</source>
        <translation>L’adresse est inutilisable d’ici.</translation>
    </message>
    <message>
        <source>This computer has no address of the kind that is needed, such as IPv6.</source>
        <translation>Cet ordinateur n’a pas d’adresse du type nécessaire, tel qu’IPv6.</translation>
    </message>
    <message>
        <source>Use another address of the broker, such as its IPv4 address.</source>
        <translation>Utilisez une autre adresse du broker, par exemple son adresse IPv4.</translation>
    </message>
    <message>
        <source>Too many files and connections are open.</source>
        <translation>Trop de fichiers et de connexions sont ouverts.</translation>
    </message>
    <message>
        <source>The operating system does not give this program any more.</source>
        <translation>Le système d’exploitation n’en accorde pas davantage à ce programme.</translation>
    </message>
    <message>
        <source>Close some connections and try again.</source>
        <translation>Fermez quelques connexions et réessayez.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Le disque est plein.</translation>
    </message>
    <message>
        <source>There is no room to write the file.</source>
        <translation>Il n’y a pas de place pour écrire le fichier.</translation>
    </message>
    <message>
        <source>Make room, or choose another disk; what was there before is untouched.</source>
        <translation>Faites de la place, ou choisissez un autre disque&#x202f;; ce qui existait auparavant est intact.</translation>
    </message>
    <message>
        <source>This place can only be read.</source>
        <translation>Cet emplacement est en lecture seule.</translation>
    </message>
    <message>
        <source>The folder is not empty.</source>
        <translation>Le dossier n’est pas vide.</translation>
    </message>
    <message>
        <source>Files go into an empty folder alone, so that none is written over.</source>
        <translation>Les fichiers ne vont que dans un dossier vide, afin qu’aucun ne soit écrasé.</translation>
    </message>
    <message>
        <source>Choose an empty folder, or make a new one.</source>
        <translation>Choisissez un dossier vide ou créez-en un nouveau.</translation>
    </message>
    <message>
        <source>Its name is too long.</source>
        <translation>Son nom est trop long.</translation>
    </message>
    <message>
        <source>Choose a shorter name.</source>
        <translation>Choisissez un nom plus court.</translation>
    </message>
</context>
<context>
    <name>Exchange</name>
    <message numerus="yes">
        <source>%n connection(s) imported</source>
        <translation>
            <numerusform>%n connexion importée</numerusform>
            <numerusform>%n connexions importées</numerusform>
        </translation>
    </message>
    <message>
        <source>Exported to {file}</source>
        <translation>Exporté dans {file}</translation>
    </message>
</context>
<context>
    <name>ExchangeText</name>
    <message>
        <source>Settings of MQTT Explorer</source>
        <translation>Réglages de MQTT Explorer</translation>
    </message>
    <message>
        <source>Connections exported by MQTTX</source>
        <translation>Connexions exportées par MQTTX</translation>
    </message>
    <message>
        <source>Command lines of mosquitto</source>
        <translation>Lignes de commande de mosquitto</translation>
    </message>
    <message>
        <source>Addresses of brokers</source>
        <translation>Adresses de brokers</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>Il n’y a rien dedans.</translation>
    </message>
    <message>
        <source>This is too large for a file of connections.</source>
        <translation>C’est trop gros pour un fichier de connexions.</translation>
    </message>
    <message>
        <source>This is not a text file.</source>
        <translation>Ce n’est pas un fichier texte.</translation>
    </message>
    <message>
        <source>This begins as JSON does, but is not valid JSON.</source>
        <translation>Ceci commence comme du JSON, mais n’est pas du JSON valide.</translation>
    </message>
    <message>
        <source>This JSON is nested too deeply.</source>
        <translation>L’imbrication de ce JSON est trop profonde.</translation>
    </message>
    <message>
        <source>Connections exported by {program}</source>
        <translation>Connexions exportées par {program}</translation>
    </message>
    <message>
        <source>No connections were recognised in it. Known are exports of {program} and MQTTX, MQTT Explorer&apos;s settings.json, mosquitto&apos;s command lines and addresses such as mqtt://broker.example.</source>
        <translation>Aucune connexion n’y a été reconnue. Sont connus les exports de {program} et de MQTTX, le settings.json de MQTT Explorer, les lignes de commande de mosquitto et les adresses comme mqtt://broker.example.</translation>
    </message>
    <message>
        <source>There are no connections in it.</source>
        <translation>Il n’y a pas de connexions dedans.</translation>
    </message>
    <message>
        <source>There are too many connections in it.</source>
        <translation>Il y a trop de connexions dedans.</translation>
    </message>
    <message>
        <source>This was exported by a newer version of the program. Update this one to read it.</source>
        <translation>Ceci a été exporté par une version plus récente du programme. Mettez celle-ci à jour pour le lire.</translation>
    </message>
    <message>
        <source>This export is damaged. Export the connections again.</source>
        <translation>Cet export est endommagé. Exportez à nouveau les connexions.</translation>
    </message>
    <message>
        <source>The passwords in it are encrypted. Enter the passphrase, or leave them out.</source>
        <translation>Les mots de passe qu’il contient sont chiffrés. Saisissez la phrase secrète, ou laissez-les de côté.</translation>
    </message>
    <message>
        <source>The passphrase does not fit, or the file was changed after it was exported.</source>
        <translation>La phrase secrète ne convient pas, ou le fichier a été modifié après son export.</translation>
    </message>
    <message>
        <source>Choose at least one connection.</source>
        <translation>Choisissez au moins une connexion.</translation>
    </message>
    <message>
        <source>Enter a passphrase for the passwords.</source>
        <translation>Saisissez une phrase secrète pour les mots de passe.</translation>
    </message>
    <message>
        <source>The two passphrases are not the same.</source>
        <translation>Les deux phrases secrètes ne sont pas les mêmes.</translation>
    </message>
    <message>
        <source>A passphrase this short can be guessed; several words are better.</source>
        <translation>Une phrase secrète si courte peut se deviner&#x202f;; plusieurs mots valent mieux.</translation>
    </message>
    <message>
        <source>“{detail}” has a value that cannot be used; left out.</source>
        <translation>«&#x202f;{detail}&#x202f;» a une valeur inutilisable&#x202f;; laissé de côté.</translation>
    </message>
    <message>
        <source>“{detail}” is not known; left out.</source>
        <translation>«&#x202f;{detail}&#x202f;» est inconnu&#x202f;; laissé de côté.</translation>
    </message>
    <message>
        <source>The certificate “{detail}” cannot be taken: save it as a file and choose it on the TLS page.</source>
        <translation>Le certificat «&#x202f;{detail}&#x202f;» ne peut pas être repris&#x202f;: enregistrez-le dans un fichier et choisissez-le sur la page TLS.</translation>
    </message>
    <message>
        <source>The value of “{detail}” is not in it: type it again.</source>
        <translation>La valeur de «&#x202f;{detail}&#x202f;» n’y figure pas&#x202f;: saisissez-la à nouveau.</translation>
    </message>
    <message>
        <source>“{detail}” is not supported; left out.</source>
        <translation>«&#x202f;{detail}&#x202f;» n’est pas pris en charge&#x202f;; laissé de côté.</translation>
    </message>
    <message>
        <source>Saved messages are not taken: {detail}.</source>
        <translation>Les messages enregistrés ne sont pas repris&#x202f;: {detail}.</translation>
    </message>
    <message>
        <source>The time is no longer added to the client id.</source>
        <translation>L’heure n’est plus ajoutée à l’identifiant client.</translation>
    </message>
    <message>
        <source>Cannot be imported: “{detail}” is not a valid host.</source>
        <translation>Import impossible&#x202f;: «&#x202f;{detail}&#x202f;» n’est pas un hôte valide.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate is not verified, as in the other program.</source>
        <translation>Le certificat du broker n’est pas vérifié, comme dans l’autre programme.</translation>
    </message>
    <message>
        <source>No host is named: localhost is taken.</source>
        <translation>Aucun hôte n’est indiqué&#x202f;: localhost est pris.</translation>
    </message>
    <message>
        <source>Cannot be imported: line {detail} is not an address.</source>
        <translation>Import impossible&#x202f;: la ligne {detail} n’est pas une adresse.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export connections</source>
        <translation>Exporter des connexions</translation>
    </message>
    <message>
        <source>Connections to export</source>
        <translation>Connexions à exporter</translation>
    </message>
    <message>
        <source>Take the &amp;passwords along, encrypted</source>
        <translation>Joindre les mots de &amp;passe, chiffrés</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Phrase secrète</translation>
    </message>
    <message>
        <source>The same passphrase again</source>
        <translation>La même phrase secrète à nouveau</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exporter…</translation>
    </message>
    <message>
        <source>The file has all settings of these connections:</source>
        <translation>Le fichier contient tous les réglages de ces connexions&#x202f;:</translation>
    </message>
    <message>
        <source>Passwords stay here: whoever imports the file types them again.</source>
        <translation>Les mots de passe restent ici&#x202f;: qui importe le fichier les saisit à nouveau.</translation>
    </message>
    <message>
        <source>Whoever has the passphrase can read the passwords. It cannot be recovered.</source>
        <translation>Qui a la phrase secrète peut lire les mots de passe. Elle est irrécupérable.</translation>
    </message>
    <message>
        <source>There is no saved connection yet.</source>
        <translation>Aucune connexion n’est encore enregistrée.</translation>
    </message>
</context>
<context>
    <name>ExportMessagesDialog</name>
    <message>
        <source>Export messages</source>
        <translation>Exporter des messages</translation>
    </message>
    <message>
        <source>JSON Lines</source>
        <translation>JSON Lines</translation>
    </message>
    <message>
        <source>CSV, for spreadsheets</source>
        <translation>CSV, pour les tableurs</translation>
    </message>
    <message>
        <source>Text, for reading</source>
        <translation>Texte, pour la lecture</translation>
    </message>
    <message>
        <source>Open &amp;Folder</source>
        <translation>Ouvrir le &amp;dossier</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exporter…</translation>
    </message>
    <message>
        <source>The &amp;selected rows ({count})</source>
        <translation>Les lignes &amp;sélectionnées ({count})</translation>
    </message>
    <message>
        <source>The rows that the &amp;filter lets through ({count})</source>
        <translation>Les lignes que le &amp;filtre laisse passer ({count})</translation>
    </message>
    <message>
        <source>&amp;All rows ({count})</source>
        <translation>&amp;Toutes les lignes ({count})</translation>
    </message>
    <message>
        <source>F&amp;ormat:</source>
        <translation>F&amp;ormat&#x202f;:</translation>
    </message>
    <message>
        <source>One JSON object a line, with everything that was received: properties, exact times, and payloads that are not text as Base64. File &gt; Open Messages reads it again.</source>
        <translation>Un objet JSON par ligne, avec tout ce qui a été reçu&#x202f;: propriétés, heures exactes, et en Base64 les payloads qui ne sont pas du texte. Fichier &gt; Ouvrir des messages le relit.</translation>
    </message>
    <message>
        <source>One line a message. Payloads that a spreadsheet would take for a formula get an apostrophe before them; those that are not text are in Base64.</source>
        <translation>Une ligne par message. Les payloads qu’un tableur prendrait pour une formule sont précédés d’une apostrophe&#x202f;; ceux qui ne sont pas du texte sont en Base64.</translation>
    </message>
    <message>
        <source>One line a message: time, topic, QoS and payload.</source>
        <translation>Une ligne par message&#x202f;: heure, topic, QoS et payload.</translation>
    </message>
    <message>
        <source>There are no rows to export.</source>
        <translation>Il n’y a pas de lignes à exporter.</translation>
    </message>
    <message>
        <source>Write messages to a file</source>
        <translation>Écrire des messages dans un fichier</translation>
    </message>
    <message>
        <source>{rows} of {total} rows, {size}</source>
        <translation>{rows} lignes sur {total}, {size}</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Annulé&#x202f;; rien n’a été écrit.</translation>
    </message>
    <message>
        <source>{rows} rows written to {file}: {size} in {time}.</source>
        <translation>{rows} lignes écrites dans {file}&#x202f;: {size} en {time}.</translation>
    </message>
    <message>
        <source>{rows} rows had to leave memory before their turn and are missing.</source>
        <translation>{rows} lignes ont dû quitter la mémoire avant leur tour et manquent.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>FactsDialog</name>
    <message>
        <source>Details of {name}</source>
        <translation>Détails de {name}</translation>
    </message>
    <message>
        <source>Facts of the connection</source>
        <translation>Caractéristiques de la connexion</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Caractéristique</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Demandé</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>En vigueur</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>The connection was never open</source>
        <translation>La connexion n’a jamais été ouverte</translation>
    </message>
</context>
<context>
    <name>FactsText</name>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
    <message>
        <source>What the broker offers</source>
        <translation>Ce que le broker offre</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Transport</translation>
    </message>
    <message>
        <source>The broker’s certificate</source>
        <translation>Le certificat du broker</translation>
    </message>
    <message>
        <source>The certificate that was refused</source>
        <translation>Le certificat refusé</translation>
    </message>
    <message>
        <source>Its issuer</source>
        <translation>Son émetteur</translation>
    </message>
    <message>
        <source>Traffic so far</source>
        <translation>Trafic jusqu’ici</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Client id</source>
        <translation>Identifiant client</translation>
    </message>
    <message>
        <source>The broker had a session of this client</source>
        <translation>Le broker avait une session de ce client</translation>
    </message>
    <message>
        <source>Keep alive</source>
        <translation>Keep alive</translation>
    </message>
    <message>
        <source>Session expiry interval</source>
        <translation>Intervalle d’expiration de session</translation>
    </message>
    <message>
        <source>Receive maximum (ours, the broker’s)</source>
        <translation>Maximum de réception (le nôtre, celui du broker)</translation>
    </message>
    <message>
        <source>Maximum packet size (ours, the broker’s)</source>
        <translation>Taille maximale de paquet (la nôtre, celle du broker)</translation>
    </message>
    <message>
        <source>Topic alias maximum (ours, the broker’s)</source>
        <translation>Maximum d’alias de topic (le nôtre, celui du broker)</translation>
    </message>
    <message>
        <source>Maximum QoS</source>
        <translation>QoS maximale</translation>
    </message>
    <message>
        <source>Retained messages</source>
        <translation>Messages conservés</translation>
    </message>
    <message>
        <source>Wildcard subscriptions</source>
        <translation>Abonnements avec jokers</translation>
    </message>
    <message>
        <source>Subscription identifiers</source>
        <translation>Identifiants d’abonnement</translation>
    </message>
    <message>
        <source>Shared subscriptions</source>
        <translation>Abonnements partagés</translation>
    </message>
    <message>
        <source>Response information</source>
        <translation>Informations de réponse</translation>
    </message>
    <message>
        <source>Other server named</source>
        <translation>Autre serveur indiqué</translation>
    </message>
    <message>
        <source>The broker says</source>
        <translation>Le broker dit</translation>
    </message>
    <message>
        <source>User property</source>
        <translation>Propriété utilisateur</translation>
    </message>
    <message>
        <source>Not sent, as this version cannot carry it</source>
        <translation>Non envoyé, car cette version ne peut pas le transmettre</translation>
    </message>
    <message>
        <source>Broker’s address</source>
        <translation>Adresse du broker</translation>
    </message>
    <message>
        <source>Own address</source>
        <translation>Adresse locale</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Chiffrement</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>Compression</translation>
    </message>
    <message>
        <source>The broker was verified</source>
        <translation>Le broker a été vérifié</translation>
    </message>
    <message>
        <source>Issued to</source>
        <translation>Délivré à</translation>
    </message>
    <message>
        <source>For the names</source>
        <translation>Pour les noms</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>Délivré par</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>Valide à partir du</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Valide jusqu’au</translation>
    </message>
    <message>
        <source>SHA-256 fingerprint</source>
        <translation>Empreinte SHA-256</translation>
    </message>
    <message>
        <source>Messages received</source>
        <translation>Messages reçus</translation>
    </message>
    <message>
        <source>Messages sent</source>
        <translation>Messages envoyés</translation>
    </message>
    <message>
        <source>Packets received</source>
        <translation>Paquets reçus</translation>
    </message>
    <message>
        <source>Packets sent</source>
        <translation>Paquets envoyés</translation>
    </message>
    <message>
        <source>Bytes received</source>
        <translation>Octets reçus</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>Octets envoyés</translation>
    </message>
    <message>
        <source>Messages that wait to be sent</source>
        <translation>Messages en attente d’envoi</translation>
    </message>
    <message>
        <source>Messages not yet acknowledged</source>
        <translation>Messages pas encore confirmés</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>Reconnexions</translation>
    </message>
    <message>
        <source>Reading was paused</source>
        <translation>Pauses de lecture</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Never ends</source>
        <translation>N’expire jamais</translation>
    </message>
    <message>
        <source>Ends with the connection</source>
        <translation>Prend fin avec la connexion</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number}&#x202f;s</translation>
    </message>
    <message>
        <source>{moment} UTC</source>
        <translation>{moment} UTC</translation>
    </message>
    <message>
        <source>{value} (chosen by the broker)</source>
        <translation>{value} (choisi par le broker)</translation>
    </message>
</context>
<context>
    <name>FactsView</name>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>{size}, too many to be listed; the packet has them</source>
        <translation>{size}, trop pour être listées&#x202f;; le paquet les contient</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>{count} more, in the packet’s bytes</source>
        <translation>{count} de plus, dans les octets du paquet</translation>
    </message>
    <message>
        <source>Copy &amp;Value</source>
        <translation>Copier la &amp;valeur</translation>
    </message>
    <message>
        <source>Copy &amp;Name and Value</source>
        <translation>Copier le &amp;nom et la valeur</translation>
    </message>
    <message>
        <source>Copy &amp;All</source>
        <translation>&amp;Tout copier</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Retain</source>
        <translation>Conservé</translation>
    </message>
    <message>
        <source>DUP</source>
        <translation>DUP</translation>
    </message>
    <message>
        <source>Packet id</source>
        <translation>Identifiant de paquet</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Whole packet</source>
        <translation>Paquet entier</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protocole</translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation>Numéro dans le journal</translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Filter messages: text, house/#, $.temp &gt; 20, qos:1 …</source>
        <translation>Filtrer les messages&#x202f;: texte, house/#, $.temp &gt; 20, qos:1 …</translation>
    </message>
    <message>
        <source>Filter messages</source>
        <translation>Filtrer les messages</translation>
    </message>
    <message>
        <source>Stop looking through older messages (Esc)</source>
        <translation>Cesser de parcourir les messages plus anciens (Échap)</translation>
    </message>
    <message>
        <source>Stop looking through older messages</source>
        <translation>Cesser de parcourir les messages plus anciens</translation>
    </message>
    <message>
        <source>What can be typed as a filter</source>
        <translation>Ce qui peut être saisi comme filtre</translation>
    </message>
    <message>
        <source>Only this branch of the topics is shown; click to show all</source>
        <translation>Seule cette branche des topics est affichée&#x202f;; cliquez pour tout afficher</translation>
    </message>
    <message>
        <source>Only {branch}</source>
        <translation>Seulement {branch}</translation>
    </message>
    <message>
        <source>Searching… {percent} %</source>
        <translation>Recherche… {percent}&#x202f;%</translation>
    </message>
    <message>
        <source>{shown} of {kept}</source>
        <translation>{shown} sur {kept}</translation>
    </message>
    <message>
        <source>The regular expression {pattern} takes too long; the filter has ended.</source>
        <translation>L’expression régulière {pattern} prend trop de temps&#x202f;; le filtre a pris fin.</translation>
    </message>
    <message numerus="yes">
        <source>Stopped: %Ln older message(s) were not looked at.</source>
        <translation>
            <numerusform>Arrêt&#x202f;: %Ln message plus ancien n’a pas été examiné.</numerusform>
            <numerusform>Arrêt&#x202f;: %Ln messages plus anciens n’ont pas été examinés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Messages come faster than this filter: it is %Ln message(s) behind.</source>
        <translation>
            <numerusform>Les messages arrivent plus vite que ce filtre&#x202f;: il a %Ln message de retard.</numerusform>
            <numerusform>Les messages arrivent plus vite que ce filtre&#x202f;: il a %Ln messages de retard.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) were evicted before the filter came to them.</source>
        <translation>
            <numerusform>%Ln message a été évincé avant d’être examiné par le filtre.</numerusform>
            <numerusform>%Ln messages ont été évincés avant d’être examinés par le filtre.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln payload(s) were too long to be looked into.</source>
        <translation>
            <numerusform>%Ln payload était trop long pour être examiné.</numerusform>
            <numerusform>%Ln payloads étaient trop longs pour être examinés.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in messages</source>
        <translation>Chercher dans les messages</translation>
    </message>
    <message>
        <source>Find the previous message</source>
        <translation>Chercher le message précédent</translation>
    </message>
    <message>
        <source>Find the next message</source>
        <translation>Chercher le message suivant</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Fermer (Échap)</translation>
    </message>
    <message>
        <source>Close the find bar</source>
        <translation>Fermer la barre de recherche</translation>
    </message>
    <message>
        <source>Searching… {percent} %</source>
        <translation>Recherche… {percent}&#x202f;%</translation>
    </message>
    <message>
        <source>This regular expression takes too long.</source>
        <translation>Cette expression régulière prend trop de temps.</translation>
    </message>
    <message>
        <source>Not found in the filtered messages</source>
        <translation>Introuvable dans les messages filtrés</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
    </message>
    <message>
        <source>{count} so far</source>
        <translation>{count} jusqu’ici</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} sur {count}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln trouvé</numerusform>
            <numerusform>%Ln trouvés</numerusform>
        </translation>
    </message>
    <message>
        <source>The next one came after the pause began.</source>
        <translation>Le suivant est arrivé après le début de la pause.</translation>
    </message>
    <message>
        <source>Went on from the last row</source>
        <translation>Repris à la dernière ligne</translation>
    </message>
    <message>
        <source>Went on from the first row</source>
        <translation>Repris à la première ligne</translation>
    </message>
    <message>
        <source>Went on from the newest</source>
        <translation>Repris au plus récent</translation>
    </message>
    <message>
        <source>Went on from the oldest</source>
        <translation>Repris au plus ancien</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
</context>
<context>
    <name>FormLayout</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>FormatText</name>
    <message>
        <source>Empty</source>
        <translation>Vide</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hexadécimal</translation>
    </message>
    <message>
        <source>Base64, decoded</source>
        <translation>Base64 décodé</translation>
    </message>
    <message>
        <source>Base64 of the bytes</source>
        <translation>Octets en Base64</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>&amp;Address:</source>
        <translation>&amp;Adresse&#x202f;:</translation>
    </message>
    <message>
        <source>Paste an address here, or fill in the fields below: each follows the other.</source>
        <translation>Collez une adresse ici, ou remplissez les champs ci-dessous&#x202f;: l’un suit l’autre.</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>Broker</translation>
    </message>
    <message>
        <source>mqtt: TCP</source>
        <translation>mqtt&#x202f;: TCP</translation>
    </message>
    <message>
        <source>mqtts: TCP with TLS</source>
        <translation>mqtts&#x202f;: TCP avec TLS</translation>
    </message>
    <message>
        <source>ws: WebSocket</source>
        <translation>ws&#x202f;: WebSocket</translation>
    </message>
    <message>
        <source>wss: WebSocket with TLS</source>
        <translation>wss&#x202f;: WebSocket avec TLS</translation>
    </message>
    <message>
        <source>unix: socket on this computer</source>
        <translation>unix&#x202f;: socket sur cet ordinateur</translation>
    </message>
    <message>
        <source>Na&amp;me:</source>
        <translation>&amp;Nom&#x202f;:</translation>
    </message>
    <message>
        <source>Schem&amp;e:</source>
        <translation>&amp;Schéma&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Host:</source>
        <translation>&amp;Hôte&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Port:</source>
        <translation>&amp;Port&#x202f;:</translation>
    </message>
    <message>
        <source>Socket fi&amp;le:</source>
        <translation>Fichier du s&amp;ocket&#x202f;:</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>&amp;Version:</source>
        <translation>&amp;Version&#x202f;:</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Régénérer</translation>
    </message>
    <message>
        <source>Make a new random client id</source>
        <translation>Créer un nouvel identifiant client aléatoire</translation>
    </message>
    <message>
        <source>Client &amp;id:</source>
        <translation>&amp;Identifiant client&#x202f;:</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>secondes</translation>
    </message>
    <message>
        <source>&amp;Keep alive:</source>
        <translation>&amp;Keep alive&#x202f;:</translation>
    </message>
    <message>
        <source>Connect time&amp;out:</source>
        <translation>&amp;Délai de connexion&#x202f;:</translation>
    </message>
    <message>
        <source>When the connection is lost</source>
        <translation>Quand la connexion est perdue</translation>
    </message>
    <message>
        <source>&amp;Reconnect</source>
        <translation>Réta&amp;blir la connexion</translation>
    </message>
    <message>
        <source>seconds, then after twice as long, and so on</source>
        <translation>secondes, puis après le double, et ainsi de suite</translation>
    </message>
    <message>
        <source>&amp;First after:</source>
        <translation>Pre&amp;mier essai après&#x202f;:</translation>
    </message>
    <message>
        <source>seconds at most</source>
        <translation>secondes au plus</translation>
    </message>
    <message>
        <source>Longest &amp;wait:</source>
        <translation>Attente la plus &amp;longue&#x202f;:</translation>
    </message>
    <message>
        <source>attempts (0: never)</source>
        <translation>essais (0&#x202f;: jamais)</translation>
    </message>
    <message>
        <source>&amp;Give up after:</source>
        <translation>Abandonner au bo&amp;ut de&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Clean start</source>
        <translation>&amp;Repartir de zéro (clean start)</translation>
    </message>
    <message>
        <source>&amp;Clean session</source>
        <translation>&amp;Repartir de zéro (clean session)</translation>
    </message>
    <message>
        <source>Begin without the subscriptions and messages that the broker kept from the last session</source>
        <translation>Commencer sans les abonnements ni les messages que le broker a gardés de la dernière session</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>{program} guides</source>
        <translation>Guides de {program}</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>Guides</translation>
    </message>
    <message>
        <source>Text of the guide</source>
        <translation>Texte du guide</translation>
    </message>
    <message>
        <source>Search the guides</source>
        <translation>Chercher dans les guides</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>Passages trouvés</translation>
    </message>
    <message>
        <source>Previous place (Shift+F3)</source>
        <translation>Passage précédent (Maj+F3)</translation>
    </message>
    <message>
        <source>Next place (F3)</source>
        <translation>Passage suivant (F3)</translation>
    </message>
    <message>
        <source>{here} here, {all} in all</source>
        <translation>{here} ici, {all} en tout</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
    </message>
</context>
<context>
    <name>HexView</name>
    <message>
        <source>Copy as &amp;Hex</source>
        <translation>Copier en &amp;hexadécimal</translation>
    </message>
    <message>
        <source>Copy as &amp;Text</source>
        <translation>Copier en &amp;texte</translation>
    </message>
    <message>
        <source>Copy as Hex &amp;Dump</source>
        <translation>Copier en &amp;vidage hexadécimal</translation>
    </message>
    <message>
        <source>Copy as &amp;Base64</source>
        <translation>Copier en &amp;Base64</translation>
    </message>
    <message>
        <source>Copy as &amp;C Array</source>
        <translation>Copier en tableau &amp;C</translation>
    </message>
    <message>
        <source>Copy as &amp;Python Bytes</source>
        <translation>Copier en octets &amp;Python</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>T&amp;out sélectionner</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Choose a topic or a message</source>
        <translation>Choisissez un topic ou un message</translation>
    </message>
    <message>
        <source>The newest message stands last</source>
        <translation>Le message le plus récent en dernier</translation>
    </message>
    <message>
        <source>Add to Chart</source>
        <translation>Ajouter au graphique</translation>
    </message>
    <message>
        <source>Copy Payload</source>
        <translation>Copier le payload</translation>
    </message>
    <message>
        <source>Go to Its Row</source>
        <translation>Aller à sa ligne</translation>
    </message>
    <message>
        <source>Messages of the topic</source>
        <translation>Messages du topic</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervalle</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Choose a topic in the tree or a message in the table to see its history here.</source>
        <translation>Choisissez un topic dans l’arbre ou un message dans la table pour voir ici son historique.</translation>
    </message>
    <message>
        <source>Looking for its messages…</source>
        <translation>Recherche de ses messages…</translation>
    </message>
    <message>
        <source>No message of this topic is left.</source>
        <translation>Il ne reste aucun message de ce topic.</translation>
    </message>
    <message>
        <source>{count} messages in {time}: every {mean} ({low} to {high}).</source>
        <translation>{count} messages en {time}&#x202f;: tous les {mean} ({low} à {high}).</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s).</source>
        <translation>
            <numerusform>%Ln message.</numerusform>
            <numerusform>%Ln messages.</numerusform>
        </translation>
    </message>
    <message>
        <source>Values {low} to {high}, mean {mean}.</source>
        <translation>Valeurs de {low} à {high}, moyenne {mean}.</translation>
    </message>
    <message>
        <source>{count} older ones are counted but not listed.</source>
        <translation>{count} plus anciens sont comptés mais non listés.</translation>
    </message>
    <message>
        <source>Size {size}.</source>
        <translation>Taille {size}.</translation>
    </message>
    <message>
        <source>Sizes {low} to {high}.</source>
        <translation>Tailles de {low} à {high}.</translation>
    </message>
</context>
<context>
    <name>HistoryView</name>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>What happened to the connection</source>
        <translation>Ce qui est arrivé à la connexion</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import connections</source>
        <translation>Importer des connexions</translation>
    </message>
    <message>
        <source>Choose &amp;File…</source>
        <translation>Choisir un &amp;fichier…</translation>
    </message>
    <message>
        <source>Or paste here: addresses, command lines of mosquitto, or JSON</source>
        <translation>Ou collez ici&#x202f;: adresses, lignes de commande de mosquitto, ou JSON</translation>
    </message>
    <message>
        <source>Text to import</source>
        <translation>Texte à importer</translation>
    </message>
    <message>
        <source>&amp;Read Text</source>
        <translation>&amp;Lire le texte</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importer</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Phrase secrète</translation>
    </message>
    <message>
        <source>&amp;Unlock</source>
        <translation>&amp;Déverrouiller</translation>
    </message>
    <message>
        <source>&amp;Without Passwords</source>
        <translation>&amp;Sans mots de passe</translation>
    </message>
    <message>
        <source>The connections that are found in a file or a text are listed here.</source>
        <translation>Les connexions trouvées dans un fichier ou un texte sont listées ici.</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Connections to import</source>
        <translation>Connexions à importer</translation>
    </message>
    <message>
        <source>Nothing is imported before you have seen it.</source>
        <translation>Rien n’est importé avant que vous ne l’ayez vu.</translation>
    </message>
    <message>
        <source>A connection with this name and address is there already.</source>
        <translation>Une connexion de ce nom et de cette adresse existe déjà.</translation>
    </message>
    <message>
        <source>Its password comes along, into the keyring.</source>
        <translation>Son mot de passe vient avec, dans le trousseau.</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %n connection(s)</source>
        <translation>
            <numerusform>&amp;Importer %n connexion</numerusform>
            <numerusform>&amp;Importer %n connexions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InspectorActions</name>
    <message>
        <source>This payload is too large for the clipboard; save it as a file.</source>
        <translation>Ce payload est trop gros pour le presse-papiers&#x202f;; enregistrez-le dans un fichier.</translation>
    </message>
    <message>
        <source>The topic is in the clipboard.</source>
        <translation>Le topic est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The payload is in the clipboard.</source>
        <translation>Le payload est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>The payload is in the clipboard as hex.</source>
        <translation>Le payload est dans le presse-papiers en hexadécimal.</translation>
    </message>
    <message>
        <source>The payload is in the clipboard as Base64.</source>
        <translation>Le payload est dans le presse-papiers en Base64.</translation>
    </message>
    <message>
        <source>The command is in the clipboard.</source>
        <translation>La commande est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>It lacks the correlation data, which mosquitto_pub takes as text alone.</source>
        <translation>Il y manque les données de corrélation, que mosquitto_pub ne prend que sous forme de texte.</translation>
    </message>
    <message>
        <source>mosquitto_pub knows no WebSockets: give it the broker’s port for MQTT.</source>
        <translation>mosquitto_pub ne connaît pas les WebSockets&#x202f;: indiquez-lui le port MQTT du broker.</translation>
    </message>
    <message>
        <source>The Python program is in the clipboard.</source>
        <translation>Le programme Python est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>It takes the password from the environment variable {name}.</source>
        <translation>Le mot de passe est pris dans la variable d’environnement {name}.</translation>
    </message>
    <message>
        <source>Save payload</source>
        <translation>Enregistrer le payload</translation>
    </message>
    <message>
        <source>Saved as {path}</source>
        <translation>Enregistré sous {path}</translation>
    </message>
    <message>
        <source>Not saved: {reason}</source>
        <translation>Non enregistré&#x202f;: {reason}</translation>
    </message>
</context>
<context>
    <name>InspectorPages</name>
    <message>
        <source>There are no bytes of a packet for this message.</source>
        <translation>Il n’y a pas d’octets de paquet pour ce message.</translation>
    </message>
    <message>
        <source>The row has left the table meanwhile, and its bytes with it.</source>
        <translation>La ligne a quitté la table entre-temps, et ses octets avec elle.</translation>
    </message>
    <message>
        <source>QoS {level}</source>
        <translation>QoS {level}</translation>
    </message>
    <message>
        <source>retained</source>
        <translation>conservé</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>doublon</translation>
    </message>
    <message>
        <source>Facts of the message</source>
        <translation>Caractéristiques du message</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>Packet</source>
        <translation>Paquet</translation>
    </message>
    <message>
        <source>Parts of the message</source>
        <translation>Parties du message</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Choose a message in the table to see all of it here.</source>
        <translation>Choisissez un message dans la table pour le voir ici en entier.</translation>
    </message>
</context>
<context>
    <name>InspectorTools</name>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>Auto: {view}</source>
        <translation>Auto&#x202f;: {view}</translation>
    </message>
    <message>
        <source>&amp;Automatic ({encoding})</source>
        <translation>&amp;Automatique ({encoding})</translation>
    </message>
    <message>
        <source>How the payload is shown</source>
        <translation>Mode d’affichage du payload</translation>
    </message>
    <message>
        <source>Show as a tree</source>
        <translation>Afficher en arbre</translation>
    </message>
    <message>
        <source>Show the bytes of the tree beside it</source>
        <translation>Afficher les octets de l’arbre à côté de lui</translation>
    </message>
    <message>
        <source>Copy the message as</source>
        <translation>Copier le message en</translation>
    </message>
    <message>
        <source>Find, encoding, bindings, save</source>
        <translation>Rechercher, encodage, formats, enregistrer</translation>
    </message>
    <message>
        <source>Text &amp;Encoding</source>
        <translation>&amp;Encodage du texte</translation>
    </message>
    <message>
        <source>&amp;Payload as text</source>
        <translation>&amp;Payload en texte</translation>
    </message>
    <message>
        <source>Payload as &amp;hex</source>
        <translation>Payload en &amp;hexadécimal</translation>
    </message>
    <message>
        <source>Payload as &amp;Base64</source>
        <translation>Payload en &amp;Base64</translation>
    </message>
    <message>
        <source>&amp;Topic</source>
        <translation>&amp;Topic</translation>
    </message>
    <message>
        <source>&amp;mosquitto_pub command</source>
        <translation>Commande &amp;mosquitto_pub</translation>
    </message>
    <message>
        <source>P&amp;ython program</source>
        <translation>Programme P&amp;ython</translation>
    </message>
    <message>
        <source>&amp;Find in the Payload</source>
        <translation>&amp;Rechercher dans le payload</translation>
    </message>
    <message>
        <source>Payload &amp;Bindings…</source>
        <translation>&amp;Formats des payloads…</translation>
    </message>
    <message>
        <source>&amp;Save the Payload as a File…</source>
        <translation>Enregi&amp;strer le payload dans un fichier…</translation>
    </message>
    <message>
        <source>Copy &amp;path</source>
        <translation>Copier le &amp;chemin</translation>
    </message>
    <message>
        <source>Copy &amp;value</source>
        <translation>Copier la &amp;valeur</translation>
    </message>
    <message>
        <source>Show its &amp;bytes</source>
        <translation>Afficher ses &amp;octets</translation>
    </message>
</context>
<context>
    <name>KeyringNote</name>
    <message>
        <source>This computer has no keyring: what is secret is kept for this run only.</source>
        <translation>Cet ordinateur n’a pas de trousseau&#x202f;: les secrets ne sont gardés que jusqu’à la fermeture du programme.</translation>
    </message>
    <message>
        <source>The keyring is locked: what is secret is kept for this run only. Unlock it to keep it longer.</source>
        <translation>Le trousseau est verrouillé&#x202f;: les secrets ne sont gardés que jusqu’à la fermeture du programme. Déverrouillez-le pour les garder plus longtemps.</translation>
    </message>
    <message>
        <source>The keyring refused: what is secret is kept for this run only.</source>
        <translation>Le trousseau a refusé&#x202f;: les secrets ne sont gardés que jusqu’à la fermeture du programme.</translation>
    </message>
    <message>
        <source>It is asked for when connecting, and kept for this run only.</source>
        <translation>Il est demandé à la connexion, et n’est gardé que jusqu’à la fermeture du programme.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Connections</source>
        <translation>Connexions</translation>
    </message>
</context>
<context>
    <name>MessageColumns</name>
    <message>
        <source>No.</source>
        <translation>N°</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Since previous</source>
        <translation>Depuis la précédente</translation>
    </message>
    <message>
        <source>Since selected</source>
        <translation>Depuis la sélection</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Retain</source>
        <translation>Conservé</translation>
    </message>
    <message>
        <source>Dup</source>
        <translation>Dup</translation>
    </message>
    <message>
        <source>Packet ID</source>
        <translation>ID de paquet</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Ret.</source>
        <translation>Cons.</translation>
    </message>
    <message>
        <source>Time of Day</source>
        <translation>Heure du jour</translation>
    </message>
    <message>
        <source>Since the Previous Row</source>
        <translation>Depuis la ligne précédente</translation>
    </message>
    <message>
        <source>Since the Selected Row</source>
        <translation>Depuis la ligne sélectionnée</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
</context>
<context>
    <name>MessageFiles</name>
    <message>
        <source>Open messages</source>
        <translation>Ouvrir des messages</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl *.ndjson)</source>
        <translation>JSON Lines (*.jsonl *.ndjson)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>MessageLibrary</name>
    <message>
        <source>There are {count} more; they are not shown.</source>
        <translation>Il y en a {count} de plus&#x202f;; ils ne sont pas affichés.</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Nouveau dossier</translation>
    </message>
    <message>
        <source>Delete the folder “{name}” and its messages ({count})?</source>
        <translation>Supprimer le dossier «&#x202f;{name}&#x202f;» et ses messages ({count})&#x202f;?</translation>
    </message>
    <message>
        <source>Delete the message “{name}”?</source>
        <translation>Supprimer le message «&#x202f;{name}&#x202f;»&#x202f;?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>C’est sans retour.</translation>
    </message>
    <message>
        <source>Import messages</source>
        <translation>Importer des messages</translation>
    </message>
    <message>
        <source>Messages (*.yaml *.yml)</source>
        <translation>Messages (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Export messages into an empty folder</source>
        <translation>Exporter les messages dans un dossier vide</translation>
    </message>
    <message>
        <source>Messages imported: {count}.</source>
        <translation>Messages importés&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>Messages exported: {count}.</source>
        <translation>Messages exportés&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>Not taken over ({count}): {names}</source>
        <translation>Non repris ({count})&#x202f;: {names}</translation>
    </message>
    <message>
        <source>Too many at once; left out: {count}.</source>
        <translation>Trop à la fois&#x202f;; laissés de côté&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>This is no name for a file or folder.</source>
        <translation>Ce n’est pas un nom de fichier ou de dossier.</translation>
    </message>
    <message>
        <source>Somebody else has changed this file; it was left as it is.</source>
        <translation>Quelqu’un d’autre a modifié ce fichier&#x202f;; il a été laissé tel quel.</translation>
    </message>
    <message>
        <source>Saved messages</source>
        <translation>Messages enregistrés</translation>
    </message>
    <message>
        <source>Messages that you save stand here, in folders if you like.</source>
        <translation>Les messages que vous enregistrez se trouvent ici, dans des dossiers si vous voulez.</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Reprendre dans le formulaire</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Supprimer…</translation>
    </message>
    <message>
        <source>Import messages…</source>
        <translation>Importer des messages…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>Importer un dossier…</translation>
    </message>
    <message>
        <source>Export this folder…</source>
        <translation>Exporter ce dossier…</translation>
    </message>
</context>
<context>
    <name>MessageTable</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>No message matches the filter</source>
        <translation>Aucun message ne correspond au filtre</translation>
    </message>
</context>
<context>
    <name>MessagesPanel</name>
    <message>
        <source>Sent</source>
        <translation>Envoyés</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Enregistrés</translation>
    </message>
    <message>
        <source>Messages to publish again</source>
        <translation>Messages à publier de nouveau</translation>
    </message>
</context>
<context>
    <name>Mqtt5Page</name>
    <message>
        <source>seconds (empty: with the connection)</source>
        <translation>secondes (vide&#x202f;: avec la connexion)</translation>
    </message>
    <message>
        <source>Session e&amp;xpiry:</source>
        <translation>E&amp;xpiration de session&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Receive maximum:</source>
        <translation>Maximum de &amp;réception&#x202f;:</translation>
    </message>
    <message>
        <source>unconfirmed messages (empty: 65,535)</source>
        <translation>messages non confirmés (vide&#x202f;: 65&#x202f;535)</translation>
    </message>
    <message>
        <source>&amp;Maximum packet size:</source>
        <translation>Taille &amp;maximale de paquet&#x202f;:</translation>
    </message>
    <message>
        <source>bytes (empty: no limit)</source>
        <translation>octets (vide&#x202f;: sans limite)</translation>
    </message>
    <message>
        <source>aliases (empty: none)</source>
        <translation>alias (vide&#x202f;: aucun)</translation>
    </message>
    <message>
        <source>Topic &amp;alias maximum:</source>
        <translation>Maximum d’&amp;alias de topic&#x202f;:</translation>
    </message>
    <message>
        <source>Ask for response &amp;information</source>
        <translation>&amp;Demander les informations de réponse</translation>
    </message>
    <message>
        <source>Ask for reasons when something &amp;fails</source>
        <translation>Demander les rai&amp;sons en cas d’échec</translation>
    </message>
    <message>
        <source>User properties of the connection</source>
        <translation>Propriétés utilisateur de la connexion</translation>
    </message>
    <message>
        <source>&amp;User properties:</source>
        <translation>&amp;Propriétés utilisateur&#x202f;:</translation>
    </message>
</context>
<context>
    <name>NewRows</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln nouveau</numerusform>
            <numerusform>%Ln nouveaux</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotWritten</name>
    <message>
        <source>Not saved: {file}</source>
        <translation>Non enregistré&#x202f;: {file}</translation>
    </message>
</context>
<context>
    <name>NotesPage</name>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rouge</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Jaune</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Vert</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Bleu</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>Violet</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Gris</translation>
    </message>
    <message>
        <source>Own…</source>
        <translation>Personnalisée…</translation>
    </message>
    <message>
        <source>Choose a colour of your own</source>
        <translation>Choisir une couleur personnalisée</translation>
    </message>
    <message>
        <source>&amp;Colour:</source>
        <translation>Co&amp;uleur&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Dossier&#x202f;:</translation>
    </message>
    <message>
        <source>Where the list shows it; a slash makes a folder in a folder.</source>
        <translation>Là où la liste la montre&#x202f;; une barre oblique crée un dossier dans un dossier.</translation>
    </message>
    <message>
        <source>Connect &amp;when the program starts</source>
        <translation>Se connecter au lancement du pro&amp;gramme</translation>
    </message>
    <message>
        <source>N&amp;otes:</source>
        <translation>&amp;Notes&#x202f;:</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>Personnalisée</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this notice</source>
        <translation>Fermer cet avis</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>NoticeText</name>
    <message>
        <source>Another client uses the same client id.</source>
        <translation>Un autre client utilise le même identifiant client.</translation>
    </message>
    <message>
        <source>Perhaps another client uses the same client id.</source>
        <translation>Un autre client utilise peut-être le même identifiant client.</translation>
    </message>
    <message>
        <source>“{client_id}” was thrown out {times} times in a row: two clients with one id end each other’s connections. Give one of them another client id.</source>
        <translation>«&#x202f;{client_id}&#x202f;» a été éjecté {times} fois de suite&#x202f;: deux clients de même identifiant mettent fin chacun à la connexion de l’autre. Donnez un autre identifiant client à l’un d’eux.</translation>
    </message>
    <message>
        <source>The broker names another server.</source>
        <translation>Le broker indique un autre serveur.</translation>
    </message>
    <message>
        <source>Connecting to {server}.</source>
        <translation>Connexion à {server}.</translation>
    </message>
    <message>
        <source>It does not say which one.</source>
        <translation>Il ne dit pas lequel.</translation>
    </message>
    <message>
        <source>It is {server}. Edit the connection to use it.</source>
        <translation>Il s’agit de {server}. Modifiez la connexion pour l’utiliser.</translation>
    </message>
    <message>
        <source>The broker does not speak {version}.</source>
        <translation>Le broker ne parle pas {version}.</translation>
    </message>
    <message>
        <source>Trying again with {version}.</source>
        <translation>Nouvel essai avec {version}.</translation>
    </message>
    <message>
        <source>Messages wait for the connection.</source>
        <translation>Des messages attendent la connexion.</translation>
    </message>
    <message>
        <source>They are sent when the broker is there again, as far as they do not expire.</source>
        <translation>Ils seront envoyés au retour du broker, s’ils n’expirent pas d’ici là.</translation>
    </message>
    <message>
        <source>Some properties were not sent.</source>
        <translation>Certaines propriétés n’ont pas été envoyées.</translation>
    </message>
    <message>
        <source>This version of MQTT cannot carry: {names}.</source>
        <translation>Cette version de MQTT ne peut pas transmettre&#x202f;: {names}.</translation>
    </message>
    <message>
        <source>The connection was lost at {time} and is back after {duration}.</source>
        <translation>La connexion, perdue à {time}, est rétablie après {duration}.</translation>
    </message>
    <message>
        <source>The broker kept the session: what QoS 1 and 2 promise is not lost.</source>
        <translation>Le broker a gardé la session&#x202f;: ce que promettent les QoS 1 et 2 n’est pas perdu.</translation>
    </message>
    <message>
        <source>The broker kept no session: what was published meanwhile is missing, except retained messages.</source>
        <translation>Le broker n’a pas gardé la session&#x202f;: ce qui a été publié entre-temps manque, sauf les messages retenus.</translation>
    </message>
</context>
<context>
    <name>OldRows</name>
    <message numerus="yes">
        <source>%Ln older message(s) evicted</source>
        <translation>
            <numerusform>%Ln message plus ancien évincé</numerusform>
            <numerusform>%Ln messages plus anciens évincés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderBar</name>
    <message>
        <source>Sort Again</source>
        <translation>Trier à nouveau</translation>
    </message>
    <message>
        <source>Back to Live Order</source>
        <translation>Revenir à l’ordre d’arrivée</translation>
    </message>
    <message>
        <source>Sorting by {column}…</source>
        <translation>Tri par {column}…</translation>
    </message>
    <message>
        <source>Sorted by {column}</source>
        <translation>Trié par {column}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln newer</source>
        <translation>
            <numerusform>%Ln plus récent</numerusform>
            <numerusform>%Ln plus récents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PacketText</name>
    <message>
        <source>Fixed header</source>
        <translation>En-tête fixe</translation>
    </message>
    <message>
        <source>Packet type</source>
        <translation>Type de paquet</translation>
    </message>
    <message>
        <source>DUP flag</source>
        <translation>Drapeau DUP</translation>
    </message>
    <message>
        <source>QoS level</source>
        <translation>Niveau de QoS</translation>
    </message>
    <message>
        <source>RETAIN flag</source>
        <translation>Drapeau RETAIN</translation>
    </message>
    <message>
        <source>Remaining Length</source>
        <translation>Longueur restante</translation>
    </message>
    <message>
        <source>Variable header</source>
        <translation>En-tête variable</translation>
    </message>
    <message>
        <source>Length of the topic</source>
        <translation>Longueur du topic</translation>
    </message>
    <message>
        <source>Topic Name</source>
        <translation>Nom du topic</translation>
    </message>
    <message>
        <source>Packet Identifier</source>
        <translation>Identifiant du paquet</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>Property Length</source>
        <translation>Longueur des propriétés</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Length of the name</source>
        <translation>Longueur du nom</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Length of the value</source>
        <translation>Longueur de la valeur</translation>
    </message>
    <message>
        <source>More properties</source>
        <translation>Autres propriétés</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>Illisible</translation>
    </message>
    <message>
        <source>empty; the topic alias stands for {topic}</source>
        <translation>vide&#x202f;; l’alias remplace {topic}</translation>
    </message>
    <message>
        <source>{number} (subscription {filters})</source>
        <translation>{number} (abonnement {filters})</translation>
    </message>
    <message>
        <source>Bytes {first} to {last} · {version}, section {section}</source>
        <translation>Octets {first} à {last} · {version}, section {section}</translation>
    </message>
    <message>
        <source>No bytes · {version}, section {section}</source>
        <translation>Aucun octet · {version}, section {section}</translation>
    </message>
</context>
<context>
    <name>PacketView</name>
    <message>
        <source>Choose a field or a byte to see where it stands in the standard.</source>
        <translation>Choisissez un champ ou un octet pour voir sa place dans la norme.</translation>
    </message>
    <message>
        <source>Fields of the packet</source>
        <translation>Champs du paquet</translation>
    </message>
    <message>
        <source>Bytes of the packet</source>
        <translation>Octets du paquet</translation>
    </message>
</context>
<context>
    <name>PairsEditor</name>
    <message>
        <source>User property</source>
        <translation>Propriété utilisateur</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
</context>
<context>
    <name>PasswordLine</name>
    <message>
        <source>Hide what is typed</source>
        <translation>Masquer la saisie</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>Montrer la saisie</translation>
    </message>
</context>
<context>
    <name>PathLine</name>
    <message>
        <source>Choose…</source>
        <translation>Choisir…</translation>
    </message>
</context>
<context>
    <name>PayloadEditor</name>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hexadécimal</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>How the payload is written</source>
        <translation>Mode de saisie du payload</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Choose the file to publish</source>
        <translation>Choisir le fichier à publier</translation>
    </message>
    <message>
        <source>Format the payload (Ctrl+Shift+I)</source>
        <translation>Mettre le payload en forme (Ctrl+Maj+I)</translation>
    </message>
    <message>
        <source>Format the payload</source>
        <translation>Mettre le payload en forme</translation>
    </message>
    <message>
        <source>Check the payload</source>
        <translation>Vérifier le payload</translation>
    </message>
    <message>
        <source>Formatting…</source>
        <translation>Mise en forme…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Vérification…</translation>
    </message>
    <message>
        <source>There is nothing to check.</source>
        <translation>Il n’y a rien à vérifier.</translation>
    </message>
    <message>
        <source>This is valid XML.</source>
        <translation>C’est du XML valide.</translation>
    </message>
    <message>
        <source>This is valid JSON.</source>
        <translation>C’est du JSON valide.</translation>
    </message>
    <message>
        <source>This text is too long for colours.</source>
        <translation>Ce texte est trop long pour être coloré.</translation>
    </message>
    <message>
        <source>{sign} is a carriage return; it is sent as it is.</source>
        <translation>{sign} est un retour chariot&#x202f;; il est envoyé tel quel.</translation>
    </message>
    <message>
        <source>Inserting… {percent} %</source>
        <translation>Insertion… {percent}&#x202f;%</translation>
    </message>
    <message>
        <source>File to publish</source>
        <translation>Fichier à publier</translation>
    </message>
</context>
<context>
    <name>PayloadFind</name>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
    </message>
    <message>
        <source>More than {count}</source>
        <translation>Plus de {count}</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} sur {count}</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>Find in the payload</source>
        <translation>Rechercher dans le payload</translation>
    </message>
    <message>
        <source>Find the previous place (Shift+Enter)</source>
        <translation>Trouver l’endroit précédent (Maj+Entrée)</translation>
    </message>
    <message>
        <source>Find the next place (Enter)</source>
        <translation>Trouver l’endroit suivant (Entrée)</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>Fermer la recherche (Échap)</translation>
    </message>
</context>
<context>
    <name>PayloadStack</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Payload as a tree</source>
        <translation>Payload en arbre</translation>
    </message>
    <message>
        <source>Payload in hex</source>
        <translation>Payload en hexadécimal</translation>
    </message>
    <message>
        <source>Payload as an image</source>
        <translation>Payload en image</translation>
    </message>
</context>
<context>
    <name>PayloadViews</name>
    <message>
        <source>This is no image that can be shown.</source>
        <translation>Ce n’est pas une image affichable.</translation>
    </message>
    <message>
        <source>The image is being decoded…</source>
        <translation>L’image est en cours de décodage…</translation>
    </message>
    <message>
        <source>{format} image, {width} × {height} pixels: broken, or too large to be shown.</source>
        <translation>Image {format}, {width} × {height} pixels&#x202f;: abîmée, ou trop grande pour être affichée.</translation>
    </message>
    <message>
        <source>{format} image, {width} × {height} pixels</source>
        <translation>Image {format}, {width} × {height} pixels</translation>
    </message>
    <message>
        <source>the first picture of an animation</source>
        <translation>la première image d’une animation</translation>
    </message>
    <message>
        <source>This is nested too deeply to be unfolded; what is around it is selected.</source>
        <translation>C’est imbriqué trop profondément pour être déplié&#x202f;; ce qui l’entoure est sélectionné.</translation>
    </message>
    <message>
        <source>So many bytes are too much for the clipboard; select fewer.</source>
        <translation>Tant d’octets sont trop pour le presse-papiers&#x202f;; sélectionnez-en moins.</translation>
    </message>
    <message>
        <source>Bytes of the tree</source>
        <translation>Octets de l’arbre</translation>
    </message>
    <message>
        <source>Long lines are shortened here; the text and hex views show all of them.</source>
        <translation>Les longues lignes sont raccourcies ici&#x202f;; les vues texte et hexadécimale les montrent en entier.</translation>
    </message>
    <message>
        <source>Only the first {shown} of {size} are shown here; the text and hex views show all.</source>
        <translation>Seuls les {shown} premiers sur {size} sont affichés ici&#x202f;; les vues texte et hexadécimale montrent tout.</translation>
    </message>
    <message>
        <source>Reading… {percent} %</source>
        <translation>Lecture… {percent}&#x202f;%</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Préférences</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>&amp;Language:</source>
        <translation>&amp;Langue&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Theme:</source>
        <translation>&amp;Thème&#x202f;:</translation>
    </message>
    <message>
        <source>Ro&amp;ws:</source>
        <translation>Li&amp;gnes&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Font size:</source>
        <translation>Ta&amp;ille des caractères&#x202f;:</translation>
    </message>
    <message>
        <source>Font of &amp;payloads:</source>
        <translation>&amp;Police des payloads&#x202f;:</translation>
    </message>
    <message>
        <source>T&amp;ime of messages:</source>
        <translation>&amp;Heure des messages&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;At start:</source>
        <translation>&amp;Au démarrage&#x202f;:</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Raccourcis</translation>
    </message>
    <message>
        <source>F&amp;ont:</source>
        <translation>P&amp;olice&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Memory at most:</source>
        <translation>&amp;Mémoire au plus&#x202f;:</translation>
    </message>
    <message>
        <source>M&amp;essages at most:</source>
        <translation>M&amp;essages au plus&#x202f;:</translation>
    </message>
    <message>
        <source>A&amp;ge at most:</source>
        <translation>Âge a&amp;u plus&#x202f;:</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Confortables</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>Compactes</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Heure du jour</translation>
    </message>
    <message>
        <source>Date and time</source>
        <translation>Date et heure</translation>
    </message>
    <message>
        <source>Date and time in UTC (ISO 8601)</source>
        <translation>Date et heure en UTC (ISO 8601)</translation>
    </message>
    <message>
        <source>Age: how long ago it came</source>
        <translation>Âge&#x202f;: depuis combien de temps il est arrivé</translation>
    </message>
    <message>
        <source>Show the list of connections</source>
        <translation>Montrer la liste des connexions</translation>
    </message>
    <message>
        <source>Open the connections that were open at the end</source>
        <translation>Ouvrir les connexions ouvertes à la fermeture</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Sans limite</translation>
    </message>
    <message>
        <source> messages</source>
        <translation> messages</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> pt</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> Mio</translation>
    </message>
    <message>
        <source>Messages are kept in memory. When the open connections together have filled this much, the oldest messages leave; a smaller number lets them go at once.</source>
        <translation>Les messages sont gardés en mémoire. Quand les connexions ouvertes l’ont remplie ensemble jusqu’à cette quantité, les messages les plus anciens partent&#x202f;; un nombre plus petit les laisse partir aussitôt.</translation>
    </message>
    <message>
        <source>In each connection; the oldest messages leave. What leaves is counted in the status bar.</source>
        <translation>Dans chaque connexion&#x202f;; les messages les plus anciens partent. Ce qui part est compté dans la barre d’état.</translation>
    </message>
    <message>
        <source>Connections that are marked to connect at start are opened in any case.</source>
        <translation>Les connexions marquées pour se connecter au démarrage sont ouvertes dans tous les cas.</translation>
    </message>
    <message>
        <source>&amp;Restore Defaults</source>
        <translation>&amp;Rétablir les valeurs par défaut</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Fermer</translation>
    </message>
    <message>
        <source>This holds until the program ends: it could not be saved.</source>
        <translation>Ceci vaut jusqu’à la fermeture du programme&#x202f;: l’enregistrement a échoué.</translation>
    </message>
    <message>
        <source>The file {file} could not be read, so the defaults hold. {reason} It is renamed, not lost, when you change something here.</source>
        <translation>Le fichier {file} n’a pas pu être lu, les valeurs par défaut s’appliquent donc. {reason} Il sera renommé, et non perdu, quand vous changerez quelque chose ici.</translation>
    </message>
</context>
<context>
    <name>ProblemText</name>
    <message>
        <source>Enter a topic, such as house/kitchen/light.</source>
        <translation>Saisissez un topic, par exemple house/kitchen/light.</translation>
    </message>
    <message>
        <source>A topic must not contain a NUL character.</source>
        <translation>Un topic ne doit pas contenir de caractère NUL.</translation>
    </message>
    <message>
        <source>The topic contains half a character; type it again.</source>
        <translation>Le topic contient une moitié de caractère&#x202f;; saisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>The topic is too long: 65,535 bytes at most.</source>
        <translation>Le topic est trop long&#x202f;: 65&#x202f;535 octets au plus.</translation>
    </message>
    <message>
        <source>A topic to publish to must not contain + or #; those are for subscriptions.</source>
        <translation>Un topic de publication ne doit contenir ni + ni #&#x202f;; ils servent aux abonnements.</translation>
    </message>
    <message>
        <source>Enter a topic filter, such as house/# or house/+/light.</source>
        <translation>Saisissez un filtre de topics, par exemple house/# ou house/+/light.</translation>
    </message>
    <message>
        <source>A topic filter must not contain a NUL character.</source>
        <translation>Un filtre de topics ne doit pas contenir de caractère NUL.</translation>
    </message>
    <message>
        <source>The filter contains half a character; type it again.</source>
        <translation>Le filtre contient une moitié de caractère&#x202f;; saisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>The filter is too long: 65,535 bytes at most.</source>
        <translation>Le filtre est trop long&#x202f;: 65&#x202f;535 octets au plus.</translation>
    </message>
    <message>
        <source># must be the last level, as in house/#.</source>
        <translation># doit être le dernier niveau, comme dans house/#.</translation>
    </message>
    <message>
        <source># must stand alone between slashes, as in house/#, not house#.</source>
        <translation># doit être seul entre les barres obliques, comme dans house/#, et non house#.</translation>
    </message>
    <message>
        <source>+ must stand alone between slashes, as in house/+/light, not house/kit+/light.</source>
        <translation>+ doit être seul entre les barres obliques, comme dans house/+/light, et non house/kit+/light.</translation>
    </message>
    <message>
        <source>A shared subscription needs the group&apos;s name, as in $share/group/house/#.</source>
        <translation>Un abonnement partagé demande le nom du groupe, comme dans $share/groupe/house/#.</translation>
    </message>
    <message>
        <source>The group&apos;s name of a shared subscription must not contain + or #.</source>
        <translation>Le nom de groupe d’un abonnement partagé ne doit contenir ni + ni #.</translation>
    </message>
    <message>
        <source>A shared subscription needs a filter after the group&apos;s name, as in $share/group/house/#.</source>
        <translation>Un abonnement partagé demande un filtre après le nom du groupe, comme dans $share/groupe/house/#.</translation>
    </message>
    <message>
        <source>The group&apos;s name of a shared subscription has no slash.</source>
        <translation>Le nom du groupe d’un abonnement partagé ne contient pas de barre oblique.</translation>
    </message>
    <message>
        <source>Enter the broker&apos;s address, such as mqtt://broker.example:1883.</source>
        <translation>Saisissez l’adresse du broker, par exemple mqtt://broker.example:1883.</translation>
    </message>
    <message>
        <source>This address is too long.</source>
        <translation>Cette adresse est trop longue.</translation>
    </message>
    <message>
        <source>An address must not contain spaces or control characters.</source>
        <translation>Une adresse ne doit contenir ni espaces ni caractères de contrôle.</translation>
    </message>
    <message>
        <source>An address begins with mqtt://, mqtts://, ws://, wss:// or unix:</source>
        <translation>Une adresse commence par mqtt://, mqtts://, ws://, wss:// ou unix:</translation>
    </message>
    <message>
        <source>The address needs a host, as in mqtt://broker.example.</source>
        <translation>L’adresse demande un hôte, comme dans mqtt://broker.example.</translation>
    </message>
    <message>
        <source>This is not a valid host name or IP address.</source>
        <translation>Ce n’est ni un nom d’hôte ni une adresse IP valide.</translation>
    </message>
    <message>
        <source>Close the IPv6 address with ], as in [::1].</source>
        <translation>Fermez l’adresse IPv6 par ], comme dans [::1].</translation>
    </message>
    <message>
        <source>The port must be a number from 1 to 65535.</source>
        <translation>Le port doit être un nombre de 1 à 65535.</translation>
    </message>
    <message>
        <source>Only ws:// and wss:// addresses have a path after the port.</source>
        <translation>Seules les adresses ws:// et wss:// ont un chemin après le port.</translation>
    </message>
    <message>
        <source>Enter a number from {low} to {high}.</source>
        <translation>Saisissez un nombre de {low} à {high}.</translation>
    </message>
    <message>
        <source>Enter a whole number from {low} to {high}.</source>
        <translation>Saisissez un nombre entier de {low} à {high}.</translation>
    </message>
    <message>
        <source>The payload contains half a character, which UTF-8 cannot say; type it again.</source>
        <translation>Le payload contient une moitié de caractère, que l’UTF-8 ne peut pas représenter&#x202f;; saisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>Not valid JSON at line {line}, column {column}; it can be sent all the same.</source>
        <translation>JSON non valide à la ligne {line}, colonne {column}&#x202f;; il peut être envoyé malgré tout.</translation>
    </message>
    <message>
        <source>This JSON is nested too deeply to be checked; it can be sent all the same.</source>
        <translation>L’imbrication de ce JSON est trop profonde pour qu’il soit vérifié&#x202f;; il peut être envoyé malgré tout.</translation>
    </message>
    <message>
        <source>“{sign}” at position {position} is not a hex digit; use 0 to 9 and A to F.</source>
        <translation>«&#x202f;{sign}&#x202f;» à la position {position} n’est pas un chiffre hexadécimal&#x202f;; utilisez 0 à 9 et A à F.</translation>
    </message>
    <message>
        <source>A hex digit is missing: each byte needs two.</source>
        <translation>Il manque un chiffre hexadécimal&#x202f;: chaque octet en demande deux.</translation>
    </message>
    <message>
        <source>This is not valid Base64.</source>
        <translation>Ce n’est pas du Base64 valide.</translation>
    </message>
    <message>
        <source>Choose the file to send.</source>
        <translation>Choisissez le fichier à envoyer.</translation>
    </message>
    <message>
        <source>This file cannot be read; choose another one.</source>
        <translation>Ce fichier est illisible&#x202f;; choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The payload is too large: MQTT packets have 268,435,455 bytes at most.</source>
        <translation>Le payload est trop gros&#x202f;: un paquet MQTT compte au plus 268&#x202f;435&#x202f;455 octets.</translation>
    </message>
    <message>
        <source>The topic contains spaces, which is allowed but seldom meant.</source>
        <translation>Le topic contient des espaces, ce qui est permis mais rarement voulu.</translation>
    </message>
    <message>
        <source>Topics that begin with $ belong to the broker; most refuse them.</source>
        <translation>Les topics qui commencent par $ appartiennent au broker&#x202f;; la plupart les refusent.</translation>
    </message>
    <message>
        <source>The topic begins or ends with a slash, which makes an empty level.</source>
        <translation>Le topic commence ou finit par une barre oblique, ce qui crée un niveau vide.</translation>
    </message>
    <message>
        <source>The topic has an empty level: //.</source>
        <translation>Le topic a un niveau vide&#x202f;: //.</translation>
    </message>
    <message>
        <source>This is too long: 65,535 bytes at most.</source>
        <translation>C’est trop long&#x202f;: 65&#x202f;535 octets au plus.</translation>
    </message>
    <message>
        <source>This contains a NUL or half a character, which MQTT does not allow.</source>
        <translation>Ceci contient un NUL ou une moitié de caractère, ce que MQTT ne permet pas.</translation>
    </message>
    <message>
        <source>A response topic must not contain + or #.</source>
        <translation>Un topic de réponse ne doit contenir ni + ni #.</translation>
    </message>
    <message>
        <source>An empty retained message deletes what the broker retains for this topic.</source>
        <translation>Un message conservé vide supprime ce que le broker conserve pour ce topic.</translation>
    </message>
    <message>
        <source>This message comes from elsewhere: its file is not read before you allow it.</source>
        <translation>Ce message vient d’ailleurs&#x202f;: son fichier n’est pas lu avant que vous l’autorisiez.</translation>
    </message>
    <message>
        <source>Not valid XML at line {line}, column {column}; it can be sent all the same.</source>
        <translation>XML non valide à la ligne {line}, colonne {column}&#x202f;; il peut être envoyé quand même.</translation>
    </message>
    <message>
        <source>The variable at line {line}, column {column} is not closed with {close}; a plain {open} is written {plain}.</source>
        <translation>La variable à la ligne {line}, colonne {column} n’est pas fermée par {close}&#x202f;; un simple {open} s’écrit {plain}.</translation>
    </message>
    <message>
        <source>The variable at line {line}, column {column} is a name and words after it, as in {example}; a plain {open} is written {plain}.</source>
        <translation>La variable à la ligne {line}, colonne {column} se compose d’un nom et de mots à sa suite, comme {example}&#x202f;; un simple {open} s’écrit {plain}.</translation>
    </message>
    <message>
        <source>No variable “{name}” (line {line}, column {column}); a plain {open} is written {plain}.</source>
        <translation>Pas de variable «&#x202f;{name}&#x202f;» (ligne {line}, colonne {column})&#x202f;; un simple {open} s’écrit {plain}.</translation>
    </message>
    <message>
        <source>“{name}” at line {line}, column {column} is written like this: {usage}</source>
        <translation>«&#x202f;{name}&#x202f;», ligne {line}, colonne {column}, s’écrit ainsi&#x202f;: {usage}</translation>
    </message>
    <message>
        <source>“{name}” at line {line}, column {column}: the lower bound comes first, and steps and seconds are above zero: {usage}</source>
        <translation>«&#x202f;{name}&#x202f;», ligne {line}, colonne {column}&#x202f;: la borne inférieure vient d’abord, les pas et les secondes sont au-dessus de zéro&#x202f;: {usage}</translation>
    </message>
    <message>
        <source>The environment has no such variable: “{name}” at line {line}, column {column}.</source>
        <translation>L’environnement n’a pas cette variable&#x202f;: «&#x202f;{name}&#x202f;», ligne {line}, colonne {column}.</translation>
    </message>
    <message>
        <source>A payload may have 5,000 variables at most.</source>
        <translation>Un payload peut avoir au plus 5&#x202f;000 variables.</translation>
    </message>
    <message>
        <source>This message comes from elsewhere: “{name}” is not read before you allow it.</source>
        <translation>Ce message vient d’ailleurs&#x202f;: «&#x202f;{name}&#x202f;» n’est pas lu avant que vous l’autorisiez.</translation>
    </message>
    <message>
        <source>Without a pause it needs an end: say how many.</source>
        <translation>Sans pause, il faut une fin&#x202f;: dites combien.</translation>
    </message>
    <message>
        <source>A name begins with a letter; letters, digits, _ and - may follow.</source>
        <translation>Un nom commence par une lettre&#x202f;; des lettres, des chiffres, _ et - peuvent suivre.</translation>
    </message>
    <message>
        <source>“{name}” is one of the program’s own variables.</source>
        <translation>«&#x202f;{name}&#x202f;» est une variable du programme.</translation>
    </message>
    <message>
        <source>There are two variables “{name}”.</source>
        <translation>Il y a deux variables «&#x202f;{name}&#x202f;».</translation>
    </message>
    <message>
        <source>The value is too long: {limit} characters at most.</source>
        <translation>La valeur est trop longue&#x202f;: {limit} caractères au plus.</translation>
    </message>
    <message>
        <source>The value contains half a character; type it again.</source>
        <translation>La valeur contient une moitié de caractère&#x202f;; saisissez-la de nouveau.</translation>
    </message>
    <message>
        <source>Name the socket&apos;s file, as in unix:/run/mosquitto.sock.</source>
        <translation>Indiquez le fichier du socket, comme dans unix:/run/mosquitto.sock.</translation>
    </message>
    <message>
        <source>Give the connection a name.</source>
        <translation>Donnez un nom à la connexion.</translation>
    </message>
    <message>
        <source>The profile&apos;s id is not valid; duplicate the connection.</source>
        <translation>L’identifiant du profil n’est pas valide&#x202f;; dupliquez la connexion.</translation>
    </message>
    <message>
        <source>Enter a host name or an IP address.</source>
        <translation>Saisissez un nom d’hôte ou une adresse IP.</translation>
    </message>
    <message>
        <source>Enter the path of the socket&apos;s file.</source>
        <translation>Saisissez le chemin du fichier du socket.</translation>
    </message>
    <message>
        <source>The path is too long: 107 bytes at most.</source>
        <translation>Le chemin est trop long&#x202f;: 107 octets au plus.</translation>
    </message>
    <message>
        <source>MQTT 3.1 needs a client id of 1 to 23 characters.</source>
        <translation>MQTT 3.1 demande un identifiant client de 1 à 23 caractères.</translation>
    </message>
    <message>
        <source>MQTT 3.1 allows 23 characters at most.</source>
        <translation>MQTT 3.1 permet au plus 23 caractères.</translation>
    </message>
    <message>
        <source>Enter a client id, or switch Clean session on: without both there is no session to resume.</source>
        <translation>Saisissez un identifiant client, ou cochez «&#x202f;Repartir de zéro&#x202f;»&#x202f;: sans l’un ni l’autre, il n’y a pas de session à reprendre.</translation>
    </message>
    <message>
        <source>Enter the user name.</source>
        <translation>Saisissez le nom d’utilisateur.</translation>
    </message>
    <message>
        <source>This needs MQTT 5.0; choose it on the General page.</source>
        <translation>Ceci demande MQTT 5.0&#x202f;; choisissez-le sur la page Général.</translation>
    </message>
    <message>
        <source>Choose the file or folder.</source>
        <translation>Choisissez le fichier ou le dossier.</translation>
    </message>
    <message>
        <source>This contains a NUL character, which MQTT does not allow.</source>
        <translation>Ceci contient un caractère NUL, ce que MQTT ne permet pas.</translation>
    </message>
    <message>
        <source>This contains half a character; type it again.</source>
        <translation>Ceci contient une moitié de caractère&#x202f;; saisissez à nouveau.</translation>
    </message>
    <message>
        <source>This must not contain spaces, control characters or #.</source>
        <translation>Ceci ne doit contenir ni espaces, ni caractères de contrôle, ni #.</translation>
    </message>
    <message>
        <source>A header&apos;s name consists of letters, digits and hyphens.</source>
        <translation>Le nom d’un en-tête se compose de lettres, de chiffres et de tirets.</translation>
    </message>
    <message>
        <source>A header&apos;s value must be one line of plain characters.</source>
        <translation>La valeur d’un en-tête doit être une seule ligne de caractères simples.</translation>
    </message>
    <message>
        <source>The WebSocket sets this header itself.</source>
        <translation>Le WebSocket définit lui-même cet en-tête.</translation>
    </message>
    <message>
        <source>An ALPN name has 1 to 255 plain characters.</source>
        <translation>Un nom ALPN compte de 1 à 255 caractères simples.</translation>
    </message>
    <message>
        <source>This is not a valid host name.</source>
        <translation>Ce n’est pas un nom d’hôte valide.</translation>
    </message>
    <message>
        <source>Enter pairs of hex digits, such as 0F A2.</source>
        <translation>Saisissez des paires de chiffres hexadécimaux, par exemple 0F A2.</translation>
    </message>
    <message>
        <source>This is less than the first delay.</source>
        <translation>C’est moins que le premier délai.</translation>
    </message>
    <message>
        <source>No Local cannot be combined with a shared subscription.</source>
        <translation>No Local ne peut pas se combiner avec un abonnement partagé.</translation>
    </message>
    <message>
        <source>A colour is written as # and six hex digits.</source>
        <translation>Une couleur s’écrit # suivi de six chiffres hexadécimaux.</translation>
    </message>
    <message>
        <source>The notes are too long: 100,000 characters at most.</source>
        <translation>Les notes sont trop longues&#x202f;: 100&#x202f;000 caractères au plus.</translation>
    </message>
    <message>
        <source>Empty: the broker chooses a client id for this session.</source>
        <translation>Vide&#x202f;: le broker choisit un identifiant client pour cette session.</translation>
    </message>
    <message>
        <source>Some brokers accept 23 characters at most.</source>
        <translation>Certains brokers n’acceptent que 23 caractères au plus.</translation>
    </message>
    <message>
        <source>Some brokers accept only letters and digits.</source>
        <translation>Certains brokers n’acceptent que des lettres et des chiffres.</translation>
    </message>
    <message>
        <source>0 switches it off: a dead connection may go unnoticed for hours.</source>
        <translation>0 le désactive&#x202f;: une connexion morte peut passer inaperçue pendant des heures.</translation>
    </message>
    <message>
        <source>So short a time makes the connection drop at the first hiccup of the network.</source>
        <translation>Un temps si court fait tomber la connexion au premier hoquet du réseau.</translation>
    </message>
    <message>
        <source>There will be nothing to resume: set a session expiry on the MQTT 5 page as well.</source>
        <translation>Il n’y aura rien à reprendre&#x202f;: indiquez aussi une expiration de session sur la page MQTT 5.</translation>
    </message>
    <message>
        <source>The session never expires: the broker keeps messages for it without end.</source>
        <translation>La session n’expire jamais&#x202f;: le broker garde des messages pour elle sans fin.</translation>
    </message>
    <message>
        <source>This port is usual for another scheme.</source>
        <translation>Ce port est celui d’un autre schéma d’habitude.</translation>
    </message>
    <message>
        <source>Without TLS the password crosses the network for everyone to read.</source>
        <translation>Sans TLS, le mot de passe traverse le réseau, lisible par tous.</translation>
    </message>
    <message>
        <source>Nothing is verified: anyone on the way can pose as the broker and read everything.</source>
        <translation>Rien n’est vérifié&#x202f;: n’importe qui sur le trajet peut se faire passer pour le broker et tout lire.</translation>
    </message>
    <message>
        <source>TLS 1.0 and 1.1 are broken; use them for old devices only.</source>
        <translation>TLS 1.0 et 1.1 ne sont plus sûrs&#x202f;; ne les utilisez que pour de vieux appareils.</translation>
    </message>
    <message>
        <source>This looks like a secret; tick Secret to keep it out of the profile&apos;s file.</source>
        <translation>Cela ressemble à un secret&#x202f;; cochez Secret pour qu’il ne figure pas dans le fichier du profil.</translation>
    </message>
    <message>
        <source>This looks like a secret; it is stored in the profile&apos;s file as it is.</source>
        <translation>Cela ressemble à un secret&#x202f;; il est enregistré tel quel dans le fichier du profil.</translation>
    </message>
    <message>
        <source>Nothing is subscribed to: no message will arrive until you subscribe in the window.</source>
        <translation>Aucun abonnement&#x202f;: aucun message n’arrivera avant que vous ne vous abonniez dans la fenêtre.</translation>
    </message>
    <message>
        <source>This filter stands here twice.</source>
        <translation>Ce filtre figure ici deux fois.</translation>
    </message>
    <message>
        <source>It contains spaces, which is allowed but seldom meant.</source>
        <translation>Il contient des espaces, ce qui est permis mais rarement voulu.</translation>
    </message>
    <message>
        <source>It contains invisible characters; many brokers refuse them.</source>
        <translation>Il contient des caractères invisibles&#x202f;; beaucoup de brokers les refusent.</translation>
    </message>
    <message>
        <source>The slash at the beginning makes an empty first level.</source>
        <translation>La barre oblique du début crée un premier niveau vide.</translation>
    </message>
    <message>
        <source>It has an empty level.</source>
        <translation>Il a un niveau vide.</translation>
    </message>
    <message>
        <source>A last will with + or # in its topic is refused by most brokers.</source>
        <translation>La plupart des brokers refusent un testament dont le topic contient + ou #.</translation>
    </message>
    <message>
        <source>This is not valid JSON; it is sent as it is.</source>
        <translation>Ce n’est pas du JSON valide&#x202f;; il est envoyé tel quel.</translation>
    </message>
    <message>
        <source>The list shows eight levels of folders, and 100 characters of each name.</source>
        <translation>La liste montre huit niveaux de dossiers, et 100 caractères de chaque nom.</translation>
    </message>
    <message>
        <source>It contains invisible characters.</source>
        <translation>Cela contient des caractères invisibles.</translation>
    </message>
    <message>
        <source>The payload is not UTF-8 text; brokers may refuse the connection.</source>
        <translation>Le payload n’est pas du texte UTF-8&#x202f;; des brokers peuvent refuser la connexion.</translation>
    </message>
    <message>
        <source>These exist in MQTT 5.0 only: they are kept, and not sent with the version chosen now.</source>
        <translation>Elles n’existent qu’en MQTT 5.0&#x202f;: elles sont gardées, mais pas envoyées avec la version choisie.</translation>
    </message>
    <message>
        <source>Used with TLS only.</source>
        <translation>Utilisé seulement avec TLS.</translation>
    </message>
    <message>
        <source>Used with WebSocket only.</source>
        <translation>Utilisé seulement avec WebSocket.</translation>
    </message>
    <message>
        <source>Used with a last will only.</source>
        <translation>Utilisé seulement avec un testament.</translation>
    </message>
    <message>
        <source>Used with automatic reconnection only.</source>
        <translation>Utilisé seulement avec la reconnexion automatique.</translation>
    </message>
    <message>
        <source>A Unix socket needs no proxy.</source>
        <translation>Un socket Unix n’a pas besoin de proxy.</translation>
    </message>
    <message>
        <source>Not used with the choice above.</source>
        <translation>Inutilisé avec le choix ci-dessus.</translation>
    </message>
</context>
<context>
    <name>ProfileEditing</name>
    <message>
        <source>New broker</source>
        <translation>Nouveau broker</translation>
    </message>
    <message>
        <source>Changed by someone else</source>
        <translation>Modifié par quelqu’un d’autre</translation>
    </message>
    <message>
        <source>The file {file} was changed while you edited the connection.</source>
        <translation>Le fichier {file} a été modifié pendant que vous éditiez la connexion.</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Écraser</translation>
    </message>
    <message>
        <source>Overwriting it loses those changes. Cancel brings you back to what you typed.</source>
        <translation>L’écraser perd ces modifications. Annuler vous ramène à ce que vous avez saisi.</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name} (copie)</translation>
    </message>
    <message>
        <source>Delete connection</source>
        <translation>Supprimer la connexion</translation>
    </message>
    <message>
        <source>Delete the connection “{name}”?</source>
        <translation>Supprimer la connexion «&#x202f;{name}&#x202f;»&#x202f;?</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Its settings and its saved passwords are removed. Nothing changes at the broker.</source>
        <translation>Ses réglages et ses mots de passe enregistrés sont retirés. Rien ne change sur le broker.</translation>
    </message>
    <message>
        <source>Delete file</source>
        <translation>Supprimer le fichier</translation>
    </message>
    <message>
        <source>Delete the file {file}?</source>
        <translation>Supprimer le fichier {file}&#x202f;?</translation>
    </message>
    <message>
        <source>It cannot be read as it is, but might be mended in a text editor.</source>
        <translation>Il ne peut pas être lu tel quel, mais pourrait être réparé dans un éditeur de texte.</translation>
    </message>
</context>
<context>
    <name>PropertyText</name>
    <message>
        <source>Payload Format Indicator</source>
        <translation>Indicateur de format du payload</translation>
    </message>
    <message>
        <source>Message Expiry Interval</source>
        <translation>Intervalle d’expiration du message</translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation>Type de contenu</translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation>Topic de réponse</translation>
    </message>
    <message>
        <source>Correlation Data</source>
        <translation>Données de corrélation</translation>
    </message>
    <message>
        <source>Subscription Identifier</source>
        <translation>Identifiant d’abonnement</translation>
    </message>
    <message>
        <source>Session Expiry Interval</source>
        <translation>Intervalle d’expiration de session</translation>
    </message>
    <message>
        <source>Assigned Client Identifier</source>
        <translation>Identifiant client attribué</translation>
    </message>
    <message>
        <source>Server Keep Alive</source>
        <translation>Keep alive du serveur</translation>
    </message>
    <message>
        <source>Authentication Method</source>
        <translation>Méthode d’authentification</translation>
    </message>
    <message>
        <source>Authentication Data</source>
        <translation>Données d’authentification</translation>
    </message>
    <message>
        <source>Request Problem Information</source>
        <translation>Demande d’informations sur les problèmes</translation>
    </message>
    <message>
        <source>Will Delay Interval</source>
        <translation>Délai du testament</translation>
    </message>
    <message>
        <source>Request Response Information</source>
        <translation>Demande d’informations de réponse</translation>
    </message>
    <message>
        <source>Response Information</source>
        <translation>Informations de réponse</translation>
    </message>
    <message>
        <source>Server Reference</source>
        <translation>Référence de serveur</translation>
    </message>
    <message>
        <source>Reason String</source>
        <translation>Texte du motif</translation>
    </message>
    <message>
        <source>Receive Maximum</source>
        <translation>Maximum de réception</translation>
    </message>
    <message>
        <source>Topic Alias Maximum</source>
        <translation>Maximum d’alias de topic</translation>
    </message>
    <message>
        <source>Topic Alias</source>
        <translation>Alias de topic</translation>
    </message>
    <message>
        <source>Maximum QoS</source>
        <translation>QoS maximale</translation>
    </message>
    <message>
        <source>Retain Available</source>
        <translation>Conservation disponible</translation>
    </message>
    <message>
        <source>User Property</source>
        <translation>Propriété utilisateur</translation>
    </message>
    <message>
        <source>Maximum Packet Size</source>
        <translation>Taille maximale de paquet</translation>
    </message>
    <message>
        <source>Wildcard Subscription Available</source>
        <translation>Abonnement avec jokers disponible</translation>
    </message>
    <message>
        <source>Subscription Identifier Available</source>
        <translation>Identifiant d’abonnement disponible</translation>
    </message>
    <message>
        <source>Shared Subscription Available</source>
        <translation>Abonnement partagé disponible</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number}&#x202f;s</translation>
    </message>
    <message>
        <source>0 (unspecified bytes)</source>
        <translation>0 (octets non précisés)</translation>
    </message>
    <message>
        <source>1 (UTF-8 text)</source>
        <translation>1 (texte UTF-8)</translation>
    </message>
</context>
<context>
    <name>ProxyPage</name>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>As the system has it</source>
        <translation>Celui du système</translation>
    </message>
    <message>
        <source>HTTP (CONNECT)</source>
        <translation>HTTP (CONNECT)</translation>
    </message>
    <message>
        <source>&amp;Proxy:</source>
        <translation>&amp;Proxy&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Host:</source>
        <translation>&amp;Hôte&#x202f;:</translation>
    </message>
    <message>
        <source>P&amp;ort:</source>
        <translation>P&amp;ort&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;User name:</source>
        <translation>Nom d’&amp;utilisateur&#x202f;:</translation>
    </message>
    <message>
        <source>Pass&amp;word:</source>
        <translation>&amp;Mot de passe&#x202f;:</translation>
    </message>
    <message>
        <source>The proxy &amp;looks up the broker&apos;s name</source>
        <translation>Le proxy &amp;résout le nom du broker</translation>
    </message>
</context>
<context>
    <name>PublishForm</name>
    <message>
        <source>Not sent: {reason}</source>
        <translation>Non envoyé&#x202f;: {reason}</translation>
    </message>
</context>
<context>
    <name>PublishHead</name>
    <message>
        <source>Publish (Ctrl+Enter)</source>
        <translation>Publier (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>Connect before publishing</source>
        <translation>Connectez-vous avant de publier</translation>
    </message>
    <message>
        <source>&amp;Topic:</source>
        <translation>&amp;Topic&#x202f;:</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>&amp;QoS:</source>
        <translation>&amp;QoS&#x202f;:</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>&amp;Retain</source>
        <translation>Conser&amp;ver</translation>
    </message>
    <message>
        <source>The broker keeps the message for those who subscribe later</source>
        <translation>Le broker garde le message pour ceux qui s’abonnent plus tard</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <source>Repeat, send as a request, save</source>
        <translation>Répéter, envoyer comme requête, enregistrer</translation>
    </message>
    <message>
        <source>More ways to publish</source>
        <translation>Autres façons de publier</translation>
    </message>
    <message>
        <source>Publish repeatedly…</source>
        <translation>Publier à répétition…</translation>
    </message>
    <message>
        <source>Send as a request</source>
        <translation>Envoyer comme requête</translation>
    </message>
    <message>
        <source>Save the message…</source>
        <translation>Enregistrer le message…</translation>
    </message>
    <message>
        <source>Clear the form</source>
        <translation>Vider le formulaire</translation>
    </message>
    <message>
        <source>Sent and saved messages</source>
        <translation>Messages envoyés et enregistrés</translation>
    </message>
    <message>
        <source>Repeated messages</source>
        <translation>Messages répétés</translation>
    </message>
    <message>
        <source>Requests and answers</source>
        <translation>Requêtes et réponses</translation>
    </message>
</context>
<context>
    <name>PublishPreview</name>
    <message>
        <source>The first {count} characters are shown; all {size} will be sent.</source>
        <translation>Les {count} premiers caractères sont affichés&#x202f;; les {size} seront envoyés en entier.</translation>
    </message>
    <message>
        <source>The content of this file will be sent.</source>
        <translation>Le contenu de ce fichier sera envoyé.</translation>
    </message>
    <message>
        <source>QoS {qos}</source>
        <translation>QoS {qos}</translation>
    </message>
    <message>
        <source>retained</source>
        <translation>conservé</translation>
    </message>
    <message numerus="yes">
        <source>%Ln property(ies)</source>
        <translation>
            <numerusform>%Ln propriété</numerusform>
            <numerusform>%Ln propriétés</numerusform>
        </translation>
    </message>
    <message>
        <source>To:</source>
        <translation>À&#x202f;:</translation>
    </message>
    <message>
        <source>Topic as it will be sent</source>
        <translation>Topic tel qu’il sera envoyé</translation>
    </message>
    <message>
        <source>Payload as it will be sent</source>
        <translation>Payload tel qu’il sera envoyé</translation>
    </message>
</context>
<context>
    <name>PublishProperties</name>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hexadécimal</translation>
    </message>
    <message>
        <source>How the correlation data is written</source>
        <translation>Mode de saisie des données de corrélation</translation>
    </message>
    <message>
        <source>Mark the payload as UTF-8 te&amp;xt</source>
        <translation>Marquer le payload comme te&amp;xte UTF-8</translation>
    </message>
    <message>
        <source>Co&amp;ntent type:</source>
        <translation>Type de conte&amp;nu&#x202f;:</translation>
    </message>
    <message>
        <source>Expires &amp;after:</source>
        <translation>&amp;Expire après&#x202f;:</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>secondes</translation>
    </message>
    <message>
        <source>R&amp;esponse topic:</source>
        <translation>Topic de ré&amp;ponse&#x202f;:</translation>
    </message>
    <message>
        <source>Correlation &amp;data:</source>
        <translation>D&amp;onnées de corrélation&#x202f;:</translation>
    </message>
    <message>
        <source>Topic a&amp;lias:</source>
        <translation>A&amp;lias de topic&#x202f;:</translation>
    </message>
    <message>
        <source>Base64</source>
        <translation>Base64</translation>
    </message>
    <message>
        <source>User properties</source>
        <translation>Propriétés utilisateur</translation>
    </message>
</context>
<context>
    <name>PublishTabs</name>
    <message>
        <source>Properties exist in MQTT 5.0 only; they are kept and not sent.</source>
        <translation>Les propriétés n’existent qu’en MQTT 5.0&#x202f;; elles sont gardées mais pas envoyées.</translation>
    </message>
    <message>
        <source>Properties ({count})</source>
        <translation>Propriétés ({count})</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>Parts of the message</source>
        <translation>Parties du message</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Aperçu</translation>
    </message>
</context>
<context>
    <name>QAbstractFileIconProvider</name>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Drive</source>
        <translation>Disque</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>&amp;Voir dans&#x202f;:</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>Fichiers de &amp;type&#x202f;:</translation>
    </message>
</context>
<context>
    <name>QuantityText</name>
    <message>
        <source>{number} B</source>
        <translation>{number}&#x202f;o</translation>
    </message>
    <message>
        <source>{number} KiB</source>
        <translation>{number}&#x202f;Kio</translation>
    </message>
    <message>
        <source>{number} MiB</source>
        <translation>{number}&#x202f;Mio</translation>
    </message>
    <message>
        <source>{number} GiB</source>
        <translation>{number}&#x202f;Gio</translation>
    </message>
    <message>
        <source>{number} TiB</source>
        <translation>{number}&#x202f;Tio</translation>
    </message>
    <message>
        <source>{number} ms</source>
        <translation>{number}&#x202f;ms</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number}&#x202f;s</translation>
    </message>
    <message>
        <source>{bytes} bytes</source>
        <translation>{bytes}&#x202f;octets</translation>
    </message>
</context>
<context>
    <name>QueryHelp</name>
    <message>
        <source>What can be typed as a filter</source>
        <translation>Ce qui peut être saisi comme filtre</translation>
    </message>
</context>
<context>
    <name>QueryText</name>
    <message>
        <source>Something is missing here: a word, or a field such as qos:1</source>
        <translation>Il manque quelque chose ici&#x202f;: un mot, ou un champ tel que qos:1</translation>
    </message>
    <message>
        <source>A value is missing behind the operator</source>
        <translation>Il manque une valeur après l’opérateur</translation>
    </message>
    <message>
        <source>This field cannot be compared like that</source>
        <translation>Ce champ ne peut pas se comparer ainsi</translation>
    </message>
    <message>
        <source>This parenthesis is never closed</source>
        <translation>Cette parenthèse n’est jamais fermée</translation>
    </message>
    <message>
        <source>This parenthesis was never opened</source>
        <translation>Cette parenthèse n’a jamais été ouverte</translation>
    </message>
    <message>
        <source>This quote is never closed</source>
        <translation>Ce guillemet n’est jamais fermé</translation>
    </message>
    <message>
        <source>This is not a size; write 1000, 2KiB or 1MB</source>
        <translation>Ce n’est pas une taille&#x202f;; écrivez 1000, 2KiB ou 1MB</translation>
    </message>
    <message>
        <source>QoS is 0, 1 or 2</source>
        <translation>La QoS vaut 0, 1 ou 2</translation>
    </message>
    <message>
        <source>This is either true or false</source>
        <translation>La valeur est soit true, soit false</translation>
    </message>
    <message>
        <source>This is not a topic filter; write house/+/light or house/#</source>
        <translation>Ce n’est pas un filtre de topics&#x202f;; écrivez house/+/light ou house/#</translation>
    </message>
    <message>
        <source>This is not a regular expression</source>
        <translation>Ce n’est pas une expression régulière</translation>
    </message>
    <message>
        <source>This regular expression repeats too much</source>
        <translation>Cette expression régulière répète trop</translation>
    </message>
    <message>
        <source>This is not a JSON path; write $.room.temp or $.list[0]</source>
        <translation>Ce n’est pas un chemin JSON&#x202f;; écrivez $.room.temp ou $.list[0]</translation>
    </message>
    <message>
        <source>There are too many parentheses inside each other</source>
        <translation>Trop de parenthèses sont imbriquées</translation>
    </message>
    <message>
        <source>This is longer than a query may be</source>
        <translation>C’est plus long qu’une requête ne peut l’être</translation>
    </message>
    <message>
        <source>text in the topic or the payload; capitals count if there is one</source>
        <translation>texte dans le topic ou le payload&#x202f;; les majuscules comptent s’il y en a une</translation>
    </message>
    <message>
        <source>text with spaces</source>
        <translation>texte avec des espaces</translation>
    </message>
    <message>
        <source>topics, with the wildcards of MQTT</source>
        <translation>topics, avec les jokers de MQTT</translation>
    </message>
    <message>
        <source>one topic</source>
        <translation>un seul topic</translation>
    </message>
    <message>
        <source>text in the payload; payload=on is all of it</source>
        <translation>texte dans le payload&#x202f;; payload=on&#x202f;: le payload entier</translation>
    </message>
    <message>
        <source>a regular expression; topic~ as well</source>
        <translation>une expression régulière&#x202f;; topic~ également</translation>
    </message>
    <message>
        <source>a value in a JSON payload; also $.list[0].name, $..id</source>
        <translation>une valeur dans un payload JSON&#x202f;; aussi $.list[0].name, $..id</translation>
    </message>
    <message>
        <source>the flags of a message</source>
        <translation>les indicateurs d’un message</translation>
    </message>
    <message>
        <source>the size of the payload</source>
        <translation>la taille du payload</translation>
    </message>
    <message>
        <source>a property of MQTT 5, or a user property by its name</source>
        <translation>une propriété de MQTT 5, ou une propriété utilisateur par son nom</translation>
    </message>
    <message>
        <source>and, or, not and parentheses combine them all</source>
        <translation>and, or, not et les parenthèses combinent le tout</translation>
    </message>
    <message>
        <source>{problem} (at character {place}).</source>
        <translation>{problem} (au caractère {place}).</translation>
    </message>
    <message>
        <source>{problem}: “{text}” (at character {place}).</source>
        <translation>{problem}&#x202f;: «&#x202f;{text}&#x202f;» (au caractère {place}).</translation>
    </message>
</context>
<context>
    <name>ReadingText</name>
    <message>
        <source>Not {format}: {reason}</source>
        <translation>Pas du {format}&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>Cut off while unpacking {layers}: {size}</source>
        <translation>Tronqué à la décompression {layers}&#x202f;: {size}</translation>
    </message>
    <message>
        <source>Unpacked {layers}: {size}</source>
        <translation>Décompressé {layers}&#x202f;: {size}</translation>
    </message>
    <message>
        <source>Some bytes are not text in {encoding} and are shown by marks; the hex view shows them.</source>
        <translation>Certains octets ne sont pas du texte en {encoding} et sont remplacés par des marques&#x202f;; la vue hexadécimale les montre.</translation>
    </message>
    <message>
        <source>Characters that cannot be seen, or that turn the line around, are shown by marks.</source>
        <translation>Les caractères invisibles, ou qui inversent le sens de la ligne, sont montrés par des marques.</translation>
    </message>
    <message>
        <source>{encoding} with a byte order mark</source>
        <translation>{encoding} avec indicateur d’ordre des octets</translation>
    </message>
    <message>
        <source>Read as {type}</source>
        <translation>Lu comme {type}</translation>
    </message>
    <message>
        <source>seq {seq}</source>
        <translation>seq {seq}</translation>
    </message>
    <message>
        <source>bdSeq {life}</source>
        <translation>bdSeq {life}</translation>
    </message>
    <message>
        <source>a gap: at least {count} missing after seq {before}</source>
        <translation>une lacune&#x202f;: au moins {count} manquants après seq {before}</translation>
    </message>
    <message>
        <source>aliases that are in no birth message: {count}</source>
        <translation>alias absents de tout message de naissance&#x202f;: {count}</translation>
    </message>
    <message>
        <source>aliases without a birth message seen yet: {count}</source>
        <translation>alias sans message de naissance reçu&#x202f;: {count}</translation>
    </message>
    <message>
        <source>Confluent frame, schema {schema}</source>
        <translation>Cadre Confluent, schéma {schema}</translation>
    </message>
    <message>
        <source>Avro single object, fingerprint {schema}</source>
        <translation>Objet unique Avro, empreinte {schema}</translation>
    </message>
</context>
<context>
    <name>ReasonText</name>
    <message>
        <source>It worked.</source>
        <translation>Cela a fonctionné.</translation>
    </message>
    <message>
        <source>Subscribed; messages come with QoS 1 at most.</source>
        <translation>Abonné&#x202f;; les messages arrivent avec une QoS de 1 au plus.</translation>
    </message>
    <message>
        <source>Subscribed; messages come with QoS 2 at most.</source>
        <translation>Abonné&#x202f;; les messages arrivent avec une QoS de 2 au plus.</translation>
    </message>
    <message>
        <source>The connection was closed and the broker publishes the last will.</source>
        <translation>La connexion a été fermée et le broker publie le testament.</translation>
    </message>
    <message>
        <source>The broker took the message, but nobody subscribes to its topic.</source>
        <translation>Le broker a pris le message, mais personne n’est abonné à son topic.</translation>
    </message>
    <message>
        <source>If somebody should have received it, compare the topic letter by letter.</source>
        <translation>Si quelqu’un aurait dû le recevoir, comparez le topic lettre par lettre.</translation>
    </message>
    <message>
        <source>There was no such subscription to end.</source>
        <translation>Il n’y avait pas de tel abonnement à résilier.</translation>
    </message>
    <message>
        <source>Nothing to do: messages for this filter do not come any more.</source>
        <translation>Rien à faire&#x202f;: les messages de ce filtre n’arrivent plus.</translation>
    </message>
    <message>
        <source>The broker wants the next step of the authentication.</source>
        <translation>Le broker veut l’étape suivante de l’authentification.</translation>
    </message>
    <message>
        <source>A new authentication was asked for.</source>
        <translation>Une nouvelle authentification a été demandée.</translation>
    </message>
    <message>
        <source>The broker failed and does not say why.</source>
        <translation>Le broker a échoué et ne dit pas pourquoi.</translation>
    </message>
    <message>
        <source>Look into the broker&apos;s log, or ask whoever runs it.</source>
        <translation>Consultez le journal du broker, ou demandez à son administrateur.</translation>
    </message>
    <message>
        <source>A packet could not be read, because its bytes are not valid MQTT.</source>
        <translation>Un paquet n’a pas pu être lu, car ses octets ne sont pas du MQTT valide.</translation>
    </message>
    <message>
        <source>Check that host and port belong to an MQTT broker, and try another version.</source>
        <translation>Vérifiez que l’hôte et le port sont ceux d’un broker MQTT, et essayez une autre version.</translation>
    </message>
    <message>
        <source>Something was sent that the MQTT standard does not allow at that point.</source>
        <translation>Quelque chose a été envoyé que la norme MQTT ne permet pas à ce moment-là.</translation>
    </message>
    <message>
        <source>Try another MQTT version; look into the broker&apos;s log for the details.</source>
        <translation>Essayez une autre version de MQTT&#x202f;; consultez le journal du broker pour les détails.</translation>
    </message>
    <message>
        <source>The request is valid, but this broker does not accept it.</source>
        <translation>La requête est valide, mais ce broker ne l’accepte pas.</translation>
    </message>
    <message>
        <source>Look into the broker&apos;s documentation or log for a limit of its own.</source>
        <translation>Cherchez dans la documentation ou le journal du broker une limite qui lui est propre.</translation>
    </message>
    <message>
        <source>The broker does not speak this MQTT version.</source>
        <translation>Le broker ne parle pas cette version de MQTT.</translation>
    </message>
    <message>
        <source>Choose another MQTT version for the connection; 3.1.1 works almost anywhere.</source>
        <translation>Choisissez une autre version de MQTT pour la connexion&#x202f;; 3.1.1 fonctionne presque partout.</translation>
    </message>
    <message>
        <source>The broker does not accept this client id.</source>
        <translation>Le broker n’accepte pas cet identifiant client.</translation>
    </message>
    <message>
        <source>Use a short client id of letters and digits. An empty one needs a clean start, and some brokers accept only the ids they know.</source>
        <translation>Utilisez un identifiant client court, fait de lettres et de chiffres. S’il est vide, il faut repartir de zéro, et certains brokers n’acceptent que les identifiants qu’ils connaissent.</translation>
    </message>
    <message>
        <source>The broker does not accept this user name or password.</source>
        <translation>Le broker n’accepte pas ce nom d’utilisateur ou ce mot de passe.</translation>
    </message>
    <message>
        <source>Type both again; mind capital letters and spaces at the ends.</source>
        <translation>Saisissez les deux à nouveau&#x202f;; attention aux majuscules et aux espaces aux extrémités.</translation>
    </message>
    <message>
        <source>The broker does not allow this.</source>
        <translation>Le broker ne le permet pas.</translation>
    </message>
    <message>
        <source>Ask whoever runs the broker for the right to do it.</source>
        <translation>Demandez-en le droit à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The MQTT service is not available at the moment.</source>
        <translation>Le service MQTT n’est pas disponible pour le moment.</translation>
    </message>
    <message>
        <source>Wait a while and connect again.</source>
        <translation>Attendez un moment et reconnectez-vous.</translation>
    </message>
    <message>
        <source>The broker is too busy.</source>
        <translation>Le broker est surchargé.</translation>
    </message>
    <message>
        <source>Wait a while and try again.</source>
        <translation>Attendez un moment et réessayez.</translation>
    </message>
    <message>
        <source>The broker has banned this client.</source>
        <translation>Le broker a banni ce client.</translation>
    </message>
    <message>
        <source>Ask whoever runs the broker to lift the ban, or use another client id.</source>
        <translation>Demandez à l’administrateur du broker de lever le bannissement, ou utilisez un autre identifiant client.</translation>
    </message>
    <message>
        <source>The broker is shutting down.</source>
        <translation>Le broker s’arrête.</translation>
    </message>
    <message>
        <source>Connect again when it has started anew.</source>
        <translation>Reconnectez-vous quand il aura redémarré.</translation>
    </message>
    <message>
        <source>The broker does not support this way of authentication.</source>
        <translation>Le broker ne prend pas en charge ce mode d’authentification.</translation>
    </message>
    <message>
        <source>Choose another one on the Authentication page of the connection.</source>
        <translation>Choisissez-en un autre sur la page Authentification de la connexion.</translation>
    </message>
    <message>
        <source>The broker heard nothing for longer than the keep-alive time.</source>
        <translation>Le broker n’a rien entendu pendant plus longtemps que le keep alive.</translation>
    </message>
    <message>
        <source>Check the network; a longer keep alive bridges short interruptions.</source>
        <translation>Vérifiez le réseau&#x202f;; un keep alive plus long supporte de brèves interruptions.</translation>
    </message>
    <message>
        <source>Another client has connected with the same client id and took over.</source>
        <translation>Un autre client s’est connecté avec le même identifiant client et a pris la place.</translation>
    </message>
    <message>
        <source>Give this connection a client id of its own.</source>
        <translation>Donnez à cette connexion un identifiant client à elle.</translation>
    </message>
    <message>
        <source>The broker does not accept this topic filter.</source>
        <translation>Le broker n’accepte pas ce filtre de topics.</translation>
    </message>
    <message>
        <source>Use another filter; many brokers restrict some branches of the topic tree.</source>
        <translation>Utilisez un autre filtre&#x202f;; beaucoup de brokers restreignent certaines branches de l’arbre des topics.</translation>
    </message>
    <message>
        <source>The broker does not accept this topic.</source>
        <translation>Le broker n’accepte pas ce topic.</translation>
    </message>
    <message>
        <source>Use another topic; many brokers restrict some branches of the topic tree.</source>
        <translation>Utilisez un autre topic&#x202f;; beaucoup de brokers restreignent certaines branches de l’arbre des topics.</translation>
    </message>
    <message>
        <source>The number of this packet is still in use on the other side.</source>
        <translation>Le numéro de ce paquet est encore utilisé par l’hôte distant.</translation>
    </message>
    <message>
        <source>Connect again with a clean start, so that both sides begin anew.</source>
        <translation>Reconnectez-vous en repartant de zéro, pour que les deux côtés recommencent.</translation>
    </message>
    <message>
        <source>The other side no longer knows this unfinished message.</source>
        <translation>L’hôte distant ne connaît plus ce message inachevé.</translation>
    </message>
    <message>
        <source>Usually harmless after a reconnect: the message was settled before.</source>
        <translation>Le plus souvent sans gravité après une reconnexion&#x202f;: le message était déjà réglé.</translation>
    </message>
    <message>
        <source>More unconfirmed messages were under way than the receiver allows.</source>
        <translation>Il y avait en cours plus de messages non confirmés que le destinataire n’en permet.</translation>
    </message>
    <message>
        <source>Raise the receive maximum of the connection, and report this to its maker.</source>
        <translation>Augmentez le maximum de réception de la connexion, et signalez-le à l’éditeur.</translation>
    </message>
    <message>
        <source>A topic alias was used that the receiver does not allow.</source>
        <translation>Un alias de topic que le destinataire ne permet pas a été utilisé.</translation>
    </message>
    <message>
        <source>Publish without a topic alias, or with a smaller one.</source>
        <translation>Publiez sans alias de topic, ou avec un alias plus petit.</translation>
    </message>
    <message>
        <source>The packet is larger than the receiver accepts.</source>
        <translation>Le paquet est plus gros que ce que le destinataire accepte.</translation>
    </message>
    <message>
        <source>Send a smaller payload, or raise the maximum packet size.</source>
        <translation>Envoyez un payload plus petit, ou augmentez la taille maximale de paquet.</translation>
    </message>
    <message>
        <source>Too many messages were sent in too short a time.</source>
        <translation>Trop de messages ont été envoyés en trop peu de temps.</translation>
    </message>
    <message>
        <source>Publish more slowly.</source>
        <translation>Publiez plus lentement.</translation>
    </message>
    <message>
        <source>A limit that the broker has set for this client is used up.</source>
        <translation>Une limite que le broker a fixée pour ce client est épuisée.</translation>
    </message>
    <message>
        <source>Wait, send less, or ask whoever runs the broker to raise the limit.</source>
        <translation>Attendez, envoyez moins, ou demandez à l’administrateur du broker d’augmenter la limite.</translation>
    </message>
    <message>
        <source>Somebody who runs the broker closed the connection.</source>
        <translation>Un administrateur du broker a fermé la connexion.</translation>
    </message>
    <message>
        <source>Ask them why before connecting again.</source>
        <translation>Demandez-lui pourquoi avant de vous reconnecter.</translation>
    </message>
    <message>
        <source>The payload is not of the format that it claims to have.</source>
        <translation>Le payload n’a pas le format qu’il annonce.</translation>
    </message>
    <message>
        <source>Send valid UTF-8 text, or do not set the payload format to text.</source>
        <translation>Envoyez du texte UTF-8 valide, ou ne donnez pas le format texte au payload.</translation>
    </message>
    <message>
        <source>The broker does not keep retained messages.</source>
        <translation>Le broker ne garde pas de messages conservés.</translation>
    </message>
    <message>
        <source>Publish without Retain; check the last will of the connection as well.</source>
        <translation>Publiez sans «&#x202f;Conserver&#x202f;»&#x202f;; vérifiez aussi le testament de la connexion.</translation>
    </message>
    <message>
        <source>The broker does not support this QoS level.</source>
        <translation>Le broker ne prend pas en charge ce niveau de QoS.</translation>
    </message>
    <message>
        <source>Use a lower QoS; check the last will of the connection as well.</source>
        <translation>Utilisez une QoS plus basse&#x202f;; vérifiez aussi le testament de la connexion.</translation>
    </message>
    <message>
        <source>The broker asks to use another broker for now.</source>
        <translation>Le broker demande d’utiliser un autre broker pour l’instant.</translation>
    </message>
    <message>
        <source>Connect to the broker that it names, or try this one again later.</source>
        <translation>Connectez-vous au broker qu’il indique, ou réessayez celui-ci plus tard.</translation>
    </message>
    <message>
        <source>The broker has moved to another address for good.</source>
        <translation>Le broker a changé d’adresse définitivement.</translation>
    </message>
    <message>
        <source>Change the host of the connection to the one that the broker names.</source>
        <translation>Remplacez l’hôte de la connexion par celui que le broker indique.</translation>
    </message>
    <message>
        <source>The broker does not support shared subscriptions.</source>
        <translation>Le broker ne prend pas en charge les abonnements partagés.</translation>
    </message>
    <message>
        <source>Subscribe without $share and the group&apos;s name.</source>
        <translation>Abonnez-vous sans $share ni le nom du groupe.</translation>
    </message>
    <message>
        <source>Connections were opened too often in too short a time.</source>
        <translation>Trop de connexions ont été ouvertes en trop peu de temps.</translation>
    </message>
    <message>
        <source>Wait a while before connecting again.</source>
        <translation>Attendez un moment avant de vous reconnecter.</translation>
    </message>
    <message>
        <source>The connection lasted for as long as the broker allows.</source>
        <translation>La connexion a duré aussi longtemps que le broker le permet.</translation>
    </message>
    <message>
        <source>Connect again.</source>
        <translation>Reconnectez-vous.</translation>
    </message>
    <message>
        <source>The broker does not support subscription identifiers.</source>
        <translation>Le broker ne prend pas en charge les identifiants d’abonnement.</translation>
    </message>
    <message>
        <source>Subscribe without a subscription identifier.</source>
        <translation>Abonnez-vous sans identifiant d’abonnement.</translation>
    </message>
    <message>
        <source>The broker does not support wildcards in topic filters.</source>
        <translation>Le broker ne prend pas en charge les jokers dans les filtres de topics.</translation>
    </message>
    <message>
        <source>Subscribe to whole topics, without + and #.</source>
        <translation>Abonnez-vous à des topics entiers, sans + ni #.</translation>
    </message>
    <message>
        <source>The broker accepted the connection.</source>
        <translation>Le broker a accepté la connexion.</translation>
    </message>
    <message>
        <source>Sent. With QoS 0 the broker does not confirm anything.</source>
        <translation>Envoyé. Avec la QoS 0, le broker ne confirme rien.</translation>
    </message>
    <message>
        <source>The broker has the message.</source>
        <translation>Le broker a le message.</translation>
    </message>
    <message>
        <source>The broker has the message, exactly once.</source>
        <translation>Le broker a le message, exactement une fois.</translation>
    </message>
    <message>
        <source>Subscribed; messages come with QoS 0 at most.</source>
        <translation>Abonné&#x202f;; les messages arrivent avec une QoS de 0 au plus.</translation>
    </message>
    <message>
        <source>Unsubscribed.</source>
        <translation>Désabonné.</translation>
    </message>
    <message>
        <source>The connection was closed as usual.</source>
        <translation>La connexion a été fermée normalement.</translation>
    </message>
    <message>
        <source>The authentication succeeded.</source>
        <translation>L’authentification a réussi.</translation>
    </message>
    <message>
        <source>The broker does not let this client in.</source>
        <translation>Le broker ne laisse pas entrer ce client.</translation>
    </message>
    <message>
        <source>Check user name, password and client id; many brokers require all three.</source>
        <translation>Vérifiez le nom d’utilisateur, le mot de passe et l’identifiant client&#x202f;; beaucoup de brokers exigent les trois.</translation>
    </message>
    <message>
        <source>The broker does not allow this client to publish to that topic.</source>
        <translation>Le broker ne permet pas à ce client de publier sur ce topic.</translation>
    </message>
    <message>
        <source>Use another topic, or ask whoever runs the broker for the right to do it.</source>
        <translation>Utilisez un autre topic, ou demandez-en le droit à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The broker does not allow this client to read those topics.</source>
        <translation>Le broker ne permet pas à ce client de lire ces topics.</translation>
    </message>
    <message>
        <source>Use a narrower filter, or ask whoever runs the broker for the right.</source>
        <translation>Utilisez un filtre plus étroit, ou demandez-en le droit à l’administrateur du broker.</translation>
    </message>
    <message>
        <source>The broker refused this subscription and does not say why.</source>
        <translation>Le broker a refusé cet abonnement et ne dit pas pourquoi.</translation>
    </message>
    <message>
        <source>Use a narrower filter: most brokers refuse what the user may not read.</source>
        <translation>Utilisez un filtre plus étroit&#x202f;: la plupart des brokers refusent ce que l’utilisateur n’a pas le droit de lire.</translation>
    </message>
</context>
<context>
    <name>ReceiptLine</name>
    <message>
        <source>{topic}: sending…</source>
        <translation>{topic}&#x202f;: envoi…</translation>
    </message>
    <message>
        <source>The broker says: “{words}”</source>
        <translation>Le broker dit&#x202f;: «&#x202f;{words}&#x202f;»</translation>
    </message>
    <message>
        <source>{topic}: {said}</source>
        <translation>{topic}&#x202f;: {said}</translation>
    </message>
</context>
<context>
    <name>RepeatDialog</name>
    <message>
        <source>Publish repeatedly</source>
        <translation>Publier à répétition</translation>
    </message>
    <message>
        <source>Variables are filled in anew for each message to {topic}.</source>
        <translation>Les variables sont remplies de nouveau pour chaque message à {topic}.</translation>
    </message>
    <message>
        <source>&amp;Every:</source>
        <translation>&amp;Toutes les&#x202f;:</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>secondes</translation>
    </message>
    <message>
        <source>&amp;Times:</source>
        <translation>&amp;Nombre&#x202f;:</translation>
    </message>
    <message>
        <source>0 is as fast as the connection takes them.</source>
        <translation>0&#x202f;: aussi vite que la connexion les prend.</translation>
    </message>
    <message>
        <source>Leave it empty to go on until you stop it.</source>
        <translation>Laissez vide pour continuer jusqu’à ce que vous arrêtiez.</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Démarrer</translation>
    </message>
</context>
<context>
    <name>RepeatsPanel</name>
    <message>
        <source>running</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>next in {duration}</source>
        <translation>prochain dans {duration}</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pause</translation>
    </message>
    <message>
        <source>waits for the connection</source>
        <translation>attend la connexion</translation>
    </message>
    <message>
        <source>waits for the last answers</source>
        <translation>attend les dernières réponses</translation>
    </message>
    <message>
        <source>done</source>
        <translation>terminé</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>arrêté</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échoué</translation>
    </message>
    <message>
        <source>without a pause</source>
        <translation>sans pause</translation>
    </message>
    <message>
        <source>every {duration}</source>
        <translation>toutes les {duration}</translation>
    </message>
    <message>
        <source>refused or lost: {count} ({reason})</source>
        <translation>refusés ou perdus&#x202f;: {count} ({reason})</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Messages that are repeated</source>
        <translation>Messages répétés</translation>
    </message>
    <message>
        <source>“Publish repeatedly…” in the menu beside Publish starts one.</source>
        <translation>«&#x202f;Publier à répétition…&#x202f;» dans le menu à côté de Publier en commence une.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>Tout arrêter</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>Effacer les finies</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>sending…</source>
        <translation>envoi…</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>répondu</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>abandonnée</translation>
    </message>
    <message>
        <source>nobody subscribes to this topic</source>
        <translation>personne n’est abonné à ce topic</translation>
    </message>
    <message>
        <source>Before MQTT 5.0 an answer is told by its topic alone: no correlation.</source>
        <translation>Avant MQTT 5.0 seul le topic désigne une réponse&#x202f;: pas de corrélation.</translation>
    </message>
    <message>
        <source>Answers &amp;at topic:</source>
        <translation>Rép&amp;onses sur&#x202f;:</translation>
    </message>
    <message>
        <source>the topic, then /response</source>
        <translation>le topic, puis /response</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>waiting at {topic}</source>
        <translation>attend sur {topic}</translation>
    </message>
    <message>
        <source>no answer in {limit}</source>
        <translation>sans réponse en {limit}</translation>
    </message>
    <message>
        <source>too late: after {limit}</source>
        <translation>trop tard&#x202f;: après {limit}</translation>
    </message>
    <message>
        <source>matches no request</source>
        <translation>à aucune requête</translation>
    </message>
    <message>
        <source>“Send as a request” in the menu beside Publish waits for an answer.</source>
        <translation>«&#x202f;Envoyer comme requête&#x202f;» dans le menu à côté de Publier attend une réponse.</translation>
    </message>
    <message>
        <source>&amp;Wait for (s):</source>
        <translation>Dé&amp;lai (s)&#x202f;:</translation>
    </message>
    <message>
        <source>Seconds to wait for an answer</source>
        <translation>Secondes à attendre une réponse</translation>
    </message>
    <message>
        <source>Topic for answers</source>
        <translation>Topic des réponses</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>Clear ended</source>
        <translation>Effacer les finies</translation>
    </message>
</context>
<context>
    <name>RetainedPanel</name>
    <message>
        <source>&amp;Retained under:</source>
        <translation>Conservés so&amp;us&#x202f;:</translation>
    </message>
    <message>
        <source>Topic filter to ask the broker for</source>
        <translation>Filtre de topics à demander au broker</translation>
    </message>
    <message>
        <source>&amp;Look</source>
        <translation>Re&amp;garder</translation>
    </message>
    <message>
        <source>Ask the broker, on a connection of its own, what it retains</source>
        <translation>Demander au broker, par une connexion à part, ce qu’il conserve</translation>
    </message>
    <message>
        <source>Search topics</source>
        <translation>Rechercher des topics</translation>
    </message>
    <message>
        <source>Search the retained topics</source>
        <translation>Rechercher parmi les topics conservés</translation>
    </message>
    <message>
        <source>Retained messages</source>
        <translation>Messages conservés</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>Arrê&amp;ter</translation>
    </message>
    <message>
        <source>“Look” asks the broker for the messages that it retains.</source>
        <translation>«&#x202f;Regarder&#x202f;» demande au broker les messages qu’il conserve.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Avancement</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>A&amp;nnuler la suppression</translation>
    </message>
    <message>
        <source>Publish the deleted messages again, as they were</source>
        <translation>Publier de nouveau les messages supprimés, tels qu’ils étaient</translation>
    </message>
    <message>
        <source>Delete &amp;All Shown…</source>
        <translation>Supprimer &amp;tous les affichés…</translation>
    </message>
    <message>
        <source>&amp;Delete Selected…</source>
        <translation>&amp;Supprimer la sélection…</translation>
    </message>
    <message>
        <source>&amp;Show in the Topics</source>
        <translation>&amp;Montrer dans les topics</translation>
    </message>
    <message>
        <source>&amp;Publish to This Topic…</source>
        <translation>&amp;Publier sur ce topic…</translation>
    </message>
    <message>
        <source>&amp;Copy Topic</source>
        <translation>&amp;Copier le topic</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Expires in</source>
        <translation>Expire dans</translation>
    </message>
    <message>
        <source>Connect first: it is the broker that knows what is retained.</source>
        <translation>Connectez-vous d’abord&#x202f;: c’est le broker qui sait ce qui est conservé.</translation>
    </message>
    <message>
        <source>Asking the broker…</source>
        <translation>Demande au broker…</translation>
    </message>
    <message>
        <source>The broker refused: {reason}</source>
        <translation>Le broker a refusé&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>There is more than fits: ask for a smaller branch.</source>
        <translation>Il y en a plus qu’on ne peut en garder&#x202f;: demandez une branche plus petite.</translation>
    </message>
    <message>
        <source>Nothing is retained there.</source>
        <translation>Rien n’est conservé là.</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>et %Ln autre</numerusform>
            <numerusform>et %Ln autres</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete retained messages</source>
        <translation>Supprimer des messages conservés</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln retained message(s), {size} of payload?</source>
        <translation>
            <numerusform>Supprimer %Ln message conservé, {size} de payload&#x202f;?</numerusform>
            <numerusform>Supprimer %Ln messages conservés, {size} de payload&#x202f;?</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>“Undo” puts them back as long as nothing else is deleted and the tab is open.</source>
        <translation>«&#x202f;Annuler la suppression&#x202f;» les remet tant que rien d’autre n’est supprimé et que l’onglet est ouvert.</translation>
    </message>
    <message numerus="yes">
        <source>Deleting %Ln message(s)…</source>
        <translation>
            <numerusform>Suppression de %Ln message…</numerusform>
            <numerusform>Suppression de %Ln messages…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Deleted: %Ln message(s).</source>
        <translation>
            <numerusform>%Ln message supprimé.</numerusform>
            <numerusform>%Ln messages supprimés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Putting %Ln message(s) back…</source>
        <translation>
            <numerusform>Remise en place de %Ln message…</numerusform>
            <numerusform>Remise en place de %Ln messages…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Put back: %Ln message(s).</source>
        <translation>
            <numerusform>%Ln message remis.</numerusform>
            <numerusform>%Ln messages remis.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not taken: %Ln, the first {topic}: {why}</source>
        <translation>
            <numerusform>%Ln refusé&#x202f;: {topic}, {why}</numerusform>
            <numerusform>%Ln refusés, le premier {topic}&#x202f;: {why}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Expired meanwhile: %Ln.</source>
        <translation>
            <numerusform>%Ln expiré entre-temps.</numerusform>
            <numerusform>%Ln expirés entre-temps.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent, but not confirmed by the broker: %Ln.</source>
        <translation>
            <numerusform>%Ln envoyé, mais non confirmé par le broker.</numerusform>
            <numerusform>%Ln envoyés, mais non confirmés par le broker.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not reached: %Ln.</source>
        <translation>
            <numerusform>%Ln non atteint.</numerusform>
            <numerusform>%Ln non atteints.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is no topic filter.</source>
        <translation>Ce n’est pas un filtre de topics.</translation>
    </message>
    <message>
        <source>No retained topic has these letters in it.</source>
        <translation>Aucun topic conservé ne contient ces lettres.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln of {shown} selected, {size}</source>
        <translation>
            <numerusform>%Ln sur {shown} sélectionné, {size}</numerusform>
            <numerusform>%Ln sur {shown} sélectionnés, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of {found} retained messages shown, {size}</source>
        <translation>
            <numerusform>%Ln message conservé affiché sur {found}, {size}</numerusform>
            <numerusform>%Ln messages conservés affichés sur {found}, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln retained message(s), {size}</source>
        <translation>
            <numerusform>%Ln message conservé, {size}</numerusform>
            <numerusform>%Ln messages conservés, {size}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowActions</name>
    <message>
        <source>Show Only This Payload</source>
        <translation>N’afficher que ce payload</translation>
    </message>
    <message>
        <source>Copy Rows</source>
        <translation>Copier les lignes</translation>
    </message>
    <message>
        <source>Copy Topic</source>
        <translation>Copier le topic</translation>
    </message>
    <message>
        <source>Show Only This Topic</source>
        <translation>N’afficher que ce topic</translation>
    </message>
    <message>
        <source>Publish to This Topic</source>
        <translation>Publier sur ce topic</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
</context>
<context>
    <name>RowColour</name>
    <message>
        <source>Blue</source>
        <translation>Bleu</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Vert</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violet</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rouge</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>Sarcelle</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>Rose</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>Olive</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
</context>
<context>
    <name>SaveMessageDialog</name>
    <message>
        <source>Save the message</source>
        <translation>Enregistrer le message</translation>
    </message>
    <message>
        <source>All messages</source>
        <translation>Tous les messages</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Nom&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Dossier&#x202f;:</translation>
    </message>
    <message>
        <source>Ne&amp;w folder in it:</source>
        <translation>Nou&amp;veau sous-dossier&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>&amp;Remplacer</translation>
    </message>
    <message>
        <source>It replaces the message of this name.</source>
        <translation>Il remplace le message de ce nom.</translation>
    </message>
    <message>
        <source>This is no name for a folder.</source>
        <translation>Ce n’est pas un nom de dossier.</translation>
    </message>
</context>
<context>
    <name>SchemeMenu</name>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Thème</translation>
    </message>
    <message>
        <source>As the &amp;System</source>
        <translation>Comme le &amp;système</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Clair</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>S&amp;ombre</translation>
    </message>
</context>
<context>
    <name>SecretsDialog</name>
    <message>
        <source>Connect to {name}</source>
        <translation>Se connecter à {name}</translation>
    </message>
    <message>
        <source>To connect to {address}:</source>
        <translation>Pour se connecter à {address}&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Remember it in the system&apos;s keyring</source>
        <translation>Le &amp;retenir dans le trousseau du système</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>Se &amp;connecter</translation>
    </message>
    <message>
        <source>Header “{name}”:</source>
        <translation>En-tête «&#x202f;{name}&#x202f;»&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Jeton&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Password of {user}:</source>
        <translation>&amp;Mot de passe de {user}&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Password:</source>
        <translation>&amp;Mot de passe&#x202f;:</translation>
    </message>
    <message>
        <source>Passp&amp;hrase of the key:</source>
        <translation>&amp;Phrase secrète de la clé&#x202f;:</translation>
    </message>
    <message>
        <source>Pass&amp;word of the proxy:</source>
        <translation>Mot de passe du pro&amp;xy&#x202f;:</translation>
    </message>
    <message>
        <source>P&amp;SK in hex:</source>
        <translation>PS&amp;K en hexadécimal&#x202f;:</translation>
    </message>
    <message>
        <source>The passphrase that is known does not open the key.</source>
        <translation>La phrase secrète connue n’ouvre pas la clé.</translation>
    </message>
</context>
<context>
    <name>SentPanel</name>
    <message>
        <source>Not written down: {reason}</source>
        <translation>Non consigné&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>{size}, not kept</source>
        <translation>{size}, non gardé</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>The payload of {size} was not kept.</source>
        <translation>Le payload de {size} n’a pas été gardé.</translation>
    </message>
    <message>
        <source>Forget what was sent</source>
        <translation>Oublier les envois</translation>
    </message>
    <message>
        <source>Forget all messages in this list?</source>
        <translation>Oublier tous les messages de cette liste&#x202f;?</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Oublier</translation>
    </message>
    <message>
        <source>They are taken out of the file as well. Saved messages stay.</source>
        <translation>Ils disparaissent aussi du fichier. Les messages enregistrés restent.</translation>
    </message>
    <message>
        <source>Nothing that was sent has these words.</source>
        <translation>Aucun envoi ne contient ces mots.</translation>
    </message>
    <message>
        <source>What is sent is not remembered.</source>
        <translation>Ce qui est envoyé n’est pas retenu.</translation>
    </message>
    <message>
        <source>What you publish is listed here.</source>
        <translation>Ce que vous publiez apparaît ici.</translation>
    </message>
    <message>
        <source>Search what was sent</source>
        <translation>Chercher dans les envois</translation>
    </message>
    <message>
        <source>Sent messages</source>
        <translation>Messages envoyés</translation>
    </message>
    <message>
        <source>What is remembered</source>
        <translation>Ce qui est retenu</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>Reprendre dans le formulaire</translation>
    </message>
    <message>
        <source>Fill in as it was sent, variables and all</source>
        <translation>Reprendre tel qu’il a été envoyé, variables remplies</translation>
    </message>
    <message>
        <source>Save the message…</source>
        <translation>Enregistrer le message…</translation>
    </message>
    <message>
        <source>Forget this one</source>
        <translation>Oublier celui-ci</translation>
    </message>
    <message>
        <source>Forget all…</source>
        <translation>Tout oublier…</translation>
    </message>
    <message>
        <source>Remember everything</source>
        <translation>Tout retenir</translation>
    </message>
    <message>
        <source>Remember topics, no payloads</source>
        <translation>Retenir les topics, sans les payloads</translation>
    </message>
    <message>
        <source>Remember until the program ends</source>
        <translation>Retenir jusqu’à la fin du programme</translation>
    </message>
    <message>
        <source>Remember nothing</source>
        <translation>Ne rien retenir</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Action</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Raccourcis</translation>
    </message>
    <message>
        <source>&amp;Press new keys:</source>
        <translation>Nouvelles &amp;touches&#x202f;:</translation>
    </message>
    <message>
        <source>Press new keys</source>
        <translation>Appuyer sur de nouvelles touches</translation>
    </message>
    <message>
        <source>&amp;Use Them Here</source>
        <translation>&amp;Utiliser ici</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>Leave this action without keys</source>
        <translation>Laisser cette action sans touches</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>Réta&amp;blir</translation>
    </message>
    <message>
        <source>Give this action the keys that the program has for it</source>
        <translation>Donner à cette action les touches prévues par le programme</translation>
    </message>
    <message>
        <source>{keys} is the shortcut of “{action}”. Used here, that action has none.</source>
        <translation>{keys} est le raccourci de «&#x202f;{action}&#x202f;». Utilisé ici, cette action n’en a plus.</translation>
    </message>
    <message>
        <source>{keys} is needed to type. Hold Ctrl or Alt with it, or take a function key.</source>
        <translation>{keys} sert à écrire. Ajoutez Ctrl ou Alt, ou prenez une touche de fonction.</translation>
    </message>
    <message>
        <source>{keys} may open a menu. Hold Ctrl with it as well.</source>
        <translation>{keys} peut ouvrir un menu. Ajoutez aussi Ctrl.</translation>
    </message>
    <message>
        <source>{keys} already means something in fields, lists and windows.</source>
        <translation>{keys} a déjà un sens dans les champs, les listes et les fenêtres.</translation>
    </message>
</context>
<context>
    <name>StateText</name>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connecté</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>Reconnexion…</translation>
    </message>
    <message>
        <source>Disconnecting…</source>
        <translation>Déconnexion…</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Not verified</source>
        <translation>Non vérifié</translation>
    </message>
    <message>
        <source>Nobody has checked the broker&apos;s certificate: anyone on the way can read and change everything</source>
        <translation>Personne n’a vérifié le certificat du broker&#x202f;: n’importe qui en chemin peut tout lire et tout modifier</translation>
    </message>
    <message>
        <source>Messages per second: received, and published by this window</source>
        <translation>Messages par seconde&#x202f;: reçus, et publiés par cette fenêtre</translation>
    </message>
    <message>
        <source>Messages received since the connection was opened</source>
        <translation>Messages reçus depuis l’ouverture de la connexion</translation>
    </message>
    <message>
        <source>Messages that are kept and shown as rows</source>
        <translation>Messages gardés et affichés en lignes</translation>
    </message>
    <message>
        <source>Old messages that had to leave, so that memory stays within its limit</source>
        <translation>Anciens messages qui ont dû partir, pour que la mémoire reste dans sa limite</translation>
    </message>
    <message>
        <source>Topics without messages that had to leave the tree, so that memory stays within its limit</source>
        <translation>Topics sans message qui ont dû quitter l’arborescence pour que la mémoire reste dans sa limite</translation>
    </message>
    <message>
        <source>Messages that the broker says it dropped, for all its clients since it was started</source>
        <translation>Messages que le broker dit avoir abandonnés, pour tous ses clients depuis son démarrage</translation>
    </message>
    <message>
        <source>Bytes that wait to be read, or for the rest of their message; how late the newest shown message is</source>
        <translation>Octets en attente de lecture, ou du reste de leur message&#x202f;; retard du dernier message affiché</translation>
    </message>
    <message>
        <source>Broker dropped {count}</source>
        <translation>Abandonnés par le broker {count}</translation>
    </message>
    <message>
        <source>Topics forgotten {count}</source>
        <translation>Topics oubliés {count}</translation>
    </message>
    <message>
        <source>In {received}/s   Out {sent}/s</source>
        <translation>Entrée {received}/s   Sortie {sent}/s</translation>
    </message>
    <message>
        <source>Received {count}</source>
        <translation>Reçus {count}</translation>
    </message>
    <message>
        <source>Evicted {count}</source>
        <translation>Évincés {count}</translation>
    </message>
    <message>
        <source>Behind {size}, {delay} ms</source>
        <translation>Retard {size}, {delay}&#x202f;ms</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>{state} next try in {seconds} s</source>
        <translation>{state} prochain essai dans {seconds}&#x202f;s</translation>
    </message>
    <message>
        <source>Receiving {part} of {whole}</source>
        <translation>Réception&#x202f;: {part} sur {whole}</translation>
    </message>
    <message>
        <source>Behind: the broker may drop QoS 0 messages</source>
        <translation>En retard&#x202f;: le broker peut perdre des messages QoS 0</translation>
    </message>
    <message>
        <source>{filtered} of {kept}</source>
        <translation>{filtered} sur {kept}</translation>
    </message>
    <message>
        <source>Paused at {count}, {waiting} more</source>
        <translation>En pause à {count}, {waiting} de plus</translation>
    </message>
    <message>
        <source>Shown {count}</source>
        <translation>Affichés {count}</translation>
    </message>
</context>
<context>
    <name>SubscribeLine</name>
    <message>
        <source>Filter to subscribe to</source>
        <translation>Filtre auquel s’abonner</translation>
    </message>
    <message>
        <source>One filter, or several: one a line when pasted, or with commas between them</source>
        <translation>Un filtre, ou plusieurs&#x202f;: un par ligne si vous les collez, ou séparés par des virgules</translation>
    </message>
    <message>
        <source>QoS to ask for</source>
        <translation>QoS à demander</translation>
    </message>
    <message>
        <source>Subscribe (Enter)</source>
        <translation>S’abonner (Entrée)</translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation>S’abonner</translation>
    </message>
    <message>
        <source>Subscribe with options…</source>
        <translation>S’abonner avec des options…</translation>
    </message>
    <message>
        <source>Subscribe with options</source>
        <translation>S’abonner avec des options</translation>
    </message>
    <message numerus="yes">
        <source>%Ln filter(s)</source>
        <translation>
            <numerusform>%Ln filtre</numerusform>
            <numerusform>%Ln filtres</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscriptionDialog</name>
    <message>
        <source>Subscribe</source>
        <translation>S’abonner</translation>
    </message>
    <message>
        <source>Options of the subscription</source>
        <translation>Options de l’abonnement</translation>
    </message>
    <message>
        <source>&amp;Filters:</source>
        <translation>&amp;Filtres&#x202f;:</translation>
    </message>
    <message>
        <source>One filter a line. Ctrl+Enter subscribes.</source>
        <translation>Un filtre par ligne. Ctrl+Entrée pour s’abonner.</translation>
    </message>
    <message>
        <source>As $share/group/filter does</source>
        <translation>Comme $share/groupe/filtre</translation>
    </message>
    <message>
        <source>each message goes to one of its members</source>
        <translation>chaque message va à l’un de ses membres</translation>
    </message>
    <message>
        <source>Shared by &amp;group:</source>
        <translation>Partagé par le &amp;groupe&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Filter:</source>
        <translation>&amp;Filtre&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;QoS:</source>
        <translation>&amp;QoS&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Colour of its rows:</source>
        <translation>C&amp;ouleur de ses lignes&#x202f;:</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Options</translation>
    </message>
    <message>
        <source>&amp;No Local: do not send me what I publish myself</source>
        <translation>&amp;No Local&#x202f;: ne pas m’envoyer ce que je publie moi-même</translation>
    </message>
    <message>
        <source>&amp;Retain As Published: keep the retain flag as the publisher set it</source>
        <translation>&amp;Conservé tel que publié&#x202f;: garder l’indicateur de l’émetteur</translation>
    </message>
    <message>
        <source>send them</source>
        <translation>les envoyer</translation>
    </message>
    <message>
        <source>send them if the subscription is new</source>
        <translation>les envoyer si l’abonnement est nouveau</translation>
    </message>
    <message>
        <source>do not send them</source>
        <translation>ne pas les envoyer</translation>
    </message>
    <message>
        <source>Retained &amp;messages:</source>
        <translation>&amp;Messages conservés&#x202f;:</translation>
    </message>
    <message>
        <source>comes with each message that matches</source>
        <translation>accompagne chaque message correspondant</translation>
    </message>
    <message>
        <source>&amp;Identifier:</source>
        <translation>&amp;Identifiant&#x202f;:</translation>
    </message>
    <message>
        <source>User properties of the subscription</source>
        <translation>Propriétés utilisateur de l’abonnement</translation>
    </message>
    <message>
        <source>&amp;User properties:</source>
        <translation>&amp;Propriétés utilisateur&#x202f;:</translation>
    </message>
    <message>
        <source>One for each filter</source>
        <translation>Une par filtre</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>et %Ln autre</numerusform>
            <numerusform>et %Ln autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln filter(s)</source>
        <translation>
            <numerusform>%Ln filtre</numerusform>
            <numerusform>%Ln filtres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln is there already: it gets these options.</source>
        <translation>
            <numerusform>%Ln existe déjà&#x202f;: il reçoit ces options.</numerusform>
            <numerusform>%Ln existent déjà&#x202f;: ils reçoivent ces options.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Subscribe</source>
        <translation>&amp;S’abonner</translation>
    </message>
</context>
<context>
    <name>SubscriptionText</name>
    <message>
        <source>The broker says: “{words}”</source>
        <translation>Le broker dit&#x202f;: «&#x202f;{words}&#x202f;»</translation>
    </message>
    <message>
        <source>The broker does not end it: {reason}</source>
        <translation>Le broker n’y met pas fin&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>Switched off: not subscribed to.</source>
        <translation>Désactivé&#x202f;: pas d’abonnement.</translation>
    </message>
    <message>
        <source>Subscribed to as soon as the connection is there.</source>
        <translation>L’abonnement se fera dès que la connexion sera là.</translation>
    </message>
    <message>
        <source>Waiting for the broker&apos;s answer…</source>
        <translation>En attente de la réponse du broker…</translation>
    </message>
    <message>
        <source>The subscription failed.</source>
        <translation>L’abonnement a échoué.</translation>
    </message>
    <message>
        <source>Subscribed.</source>
        <translation>Abonné.</translation>
    </message>
    <message>
        <source>Shared by the group {group}: {filter}</source>
        <translation>Partagé par le groupe {group}&#x202f;: {filter}</translation>
    </message>
    <message>
        <source>No Local: not what this client publishes</source>
        <translation>No Local&#x202f;: pas ce que ce client publie</translation>
    </message>
    <message>
        <source>Retain As Published: the flag stays as it was sent</source>
        <translation>Retain As Published&#x202f;: l’indicateur reste tel qu’envoyé</translation>
    </message>
    <message>
        <source>Retain Handling 1: retained messages if the subscription is new</source>
        <translation>Retain Handling 1&#x202f;: messages conservés si l’abonnement est nouveau</translation>
    </message>
    <message>
        <source>Retain Handling 2: no retained messages</source>
        <translation>Retain Handling 2&#x202f;: pas de messages conservés</translation>
    </message>
    <message>
        <source>Identifier {number}</source>
        <translation>Identifiant {number}</translation>
    </message>
    <message>
        <source>shared by {group}</source>
        <translation>partagé par {group}</translation>
    </message>
    <message>
        <source>No Local</source>
        <translation>No Local</translation>
    </message>
    <message>
        <source>Retain As Published</source>
        <translation>Conservé tel que publié</translation>
    </message>
    <message>
        <source>Retain Handling {number}</source>
        <translation>Retain Handling {number}</translation>
    </message>
    <message>
        <source>QoS {qos}</source>
        <translation>QoS {qos}</translation>
    </message>
</context>
<context>
    <name>SubscriptionsPage</name>
    <message>
        <source>Filter</source>
        <translation>Filtre</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>No Local</source>
        <translation>No Local</translation>
    </message>
    <message>
        <source>Do not send me what I publish myself</source>
        <translation>Ne pas m’envoyer ce que je publie moi-même</translation>
    </message>
    <message>
        <source>Retain as published</source>
        <translation>Tel que publié</translation>
    </message>
    <message>
        <source>Keep the retain flag as the publisher set it</source>
        <translation>Garder l’indicateur de conservation tel que l’émetteur l’a mis</translation>
    </message>
    <message>
        <source>Retained messages</source>
        <translation>Conservés</translation>
    </message>
    <message>
        <source>Whether the broker sends what it retains when the subscription is made</source>
        <translation>Si le broker envoie ce qu’il conserve lors de l’abonnement</translation>
    </message>
    <message>
        <source>Filters to subscribe to</source>
        <translation>Filtres auxquels s’abonner</translation>
    </message>
    <message>
        <source>send</source>
        <translation>envoyer</translation>
    </message>
    <message>
        <source>send if new</source>
        <translation>envoyer si nouveau</translation>
    </message>
    <message>
        <source>do not send</source>
        <translation>ne pas envoyer</translation>
    </message>
    <message>
        <source>Each filter that is ticked is subscribed to when the connection is made.</source>
        <translation>L’abonnement à chaque filtre coché se fait à l’établissement de la connexion.</translation>
    </message>
    <message>
        <source>The last three columns exist in MQTT 5.0 only; they are kept and not sent.</source>
        <translation>Les trois dernières colonnes n’existent qu’en MQTT 5.0&#x202f;; elles sont gardées mais pas envoyées.</translation>
    </message>
</context>
<context>
    <name>SubscriptionsPanel</name>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation>S’abonner</translation>
    </message>
    <message>
        <source>Colour of its rows</source>
        <translation>Couleur de ses lignes</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>Options…</translation>
    </message>
    <message>
        <source>Unsubscribe and keep in the list</source>
        <translation>Se désabonner et garder dans la liste</translation>
    </message>
    <message>
        <source>Unsubscribe and remove</source>
        <translation>Se désabonner et retirer</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtre</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Rate: {rate}</source>
        <translation>Débit&#x202f;: {rate}</translation>
    </message>
    <message>
        <source>Its wildcards lead through very many topics: they are being counted.</source>
        <translation>Ses jokers passent par un très grand nombre de topics&#x202f;: ils sont en cours de comptage.</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Débit</translation>
    </message>
</context>
<context>
    <name>TabNotices</name>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Modifier…</translation>
    </message>
    <message>
        <source>Diagnose…</source>
        <translation>Diagnostiquer…</translation>
    </message>
    <message>
        <source>No messages</source>
        <translation>Aucun message</translation>
    </message>
    <message>
        <source>Waiting for messages…</source>
        <translation>En attente de messages…</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Pas de connexion</translation>
    </message>
</context>
<context>
    <name>TabStrip</name>
    <message>
        <source>Open connections</source>
        <translation>Connexions ouvertes</translation>
    </message>
    <message>
        <source>Close this connection</source>
        <translation>Fermer cette connexion</translation>
    </message>
</context>
<context>
    <name>TabTools</name>
    <message>
        <source>This value is no number.</source>
        <translation>Cette valeur n’est pas un nombre.</translation>
    </message>
    <message>
        <source>A filter can look at single values of JSON payloads alone.</source>
        <translation>Un filtre ne peut examiner que des valeurs simples de payloads JSON.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Topic History</source>
        <translation>Historique du topic</translation>
    </message>
    <message>
        <source>Add to Chart</source>
        <translation>Ajouter au graphique</translation>
    </message>
    <message>
        <source>Show Differences</source>
        <translation>Afficher les différences</translation>
    </message>
    <message>
        <source>Show Only This Value</source>
        <translation>N’afficher que cette valeur</translation>
    </message>
</context>
<context>
    <name>TableEditor</name>
    <message>
        <source>Row {number}: {sentence}</source>
        <translation>Ligne {number}&#x202f;: {sentence}</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Add a row (Ins)</source>
        <translation>Ajouter une ligne (Inser)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Remove the row (Del)</source>
        <translation>Retirer la ligne (Suppr)</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Move the row up</source>
        <translation>Monter la ligne</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Move the row down</source>
        <translation>Descendre la ligne</translation>
    </message>
</context>
<context>
    <name>TextPages</name>
    <message>
        <source>Shown: {first} to {last} of {size}</source>
        <translation>Affiché&#x202f;: {first} à {last} sur {size}</translation>
    </message>
    <message>
        <source>Payload as text</source>
        <translation>Payload en texte</translation>
    </message>
    <message>
        <source>First part</source>
        <translation>Première partie</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>Partie précédente</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>Partie suivante</translation>
    </message>
    <message>
        <source>Last part</source>
        <translation>Dernière partie</translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message>
        <source>{number} d</source>
        <translation>{number} j</translation>
    </message>
</context>
<context>
    <name>TlsFileText</name>
    <message>
        <source>There is no such file or folder.</source>
        <translation>Ce fichier ou dossier n’existe pas.</translation>
    </message>
    <message>
        <source>It cannot be read: perhaps you lack the permission.</source>
        <translation>Il ne peut pas être lu&#x202f;: peut-être n’en avez-vous pas le droit.</translation>
    </message>
    <message>
        <source>It is a folder or a device, not a file.</source>
        <translation>C’est un dossier ou un périphérique, pas un fichier.</translation>
    </message>
    <message>
        <source>It is a file, not a folder.</source>
        <translation>C’est un fichier, pas un dossier.</translation>
    </message>
    <message>
        <source>It is far too large for certificates and keys.</source>
        <translation>Il est beaucoup trop gros pour des certificats ou des clés.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>Le fichier est vide.</translation>
    </message>
    <message>
        <source>It is a PKCS #12 file, where PEM is needed; choose PKCS #12 above if it is yours.</source>
        <translation>C’est un fichier PKCS #12, alors qu’il faut du PEM&#x202f;; choisissez PKCS #12 ci-dessus si c’est le vôtre.</translation>
    </message>
    <message>
        <source>The certificate is in DER form, where PEM is needed; convert it: openssl x509 -inform der.</source>
        <translation>Le certificat est au format DER, alors qu’il faut du PEM&#x202f;; convertissez-le&#x202f;: openssl x509 -inform der.</translation>
    </message>
    <message>
        <source>It is a request for a certificate; an authority makes a certificate of it.</source>
        <translation>C’est une demande de certificat&#x202f;; une autorité en fait un certificat.</translation>
    </message>
    <message>
        <source>It is an SSH key, which TLS cannot use.</source>
        <translation>C’est une clé SSH, que TLS ne peut pas utiliser.</translation>
    </message>
    <message>
        <source>It is a public key alone.</source>
        <translation>Ce n’est qu’une clé publique.</translation>
    </message>
    <message>
        <source>It holds a private key and no certificate.</source>
        <translation>Il contient une clé privée et aucun certificat.</translation>
    </message>
    <message>
        <source>It holds a certificate and no private key.</source>
        <translation>Il contient un certificat et aucune clé privée.</translation>
    </message>
    <message>
        <source>There is no certificate in it.</source>
        <translation>Il ne contient aucun certificat.</translation>
    </message>
    <message>
        <source>There is no private key in it.</source>
        <translation>Il ne contient aucune clé privée.</translation>
    </message>
    <message>
        <source>It is not a PKCS #12 file.</source>
        <translation>Ce n’est pas un fichier PKCS #12.</translation>
    </message>
    <message>
        <source>Its name must end in .p12 or .pfx: rename it.</source>
        <translation>Son nom doit finir par .p12 ou .pfx&#x202f;: renommez-le.</translation>
    </message>
    <message>
        <source>Something in it is damaged.</source>
        <translation>Quelque chose y est endommagé.</translation>
    </message>
    <message>
        <source>This key belongs to another certificate.</source>
        <translation>Cette clé appartient à un autre certificat.</translation>
    </message>
    <message>
        <source>The passphrase does not open it.</source>
        <translation>La phrase secrète ne l’ouvre pas.</translation>
    </message>
    <message>
        <source>It expired on {date}.</source>
        <translation>Il a expiré le {date}.</translation>
    </message>
    <message>
        <source>It is not valid before {date}.</source>
        <translation>Il n’est pas valide avant le {date}.</translation>
    </message>
    <message>
        <source>It needs a passphrase: type it below, or you are asked for it when connecting.</source>
        <translation>Il faut une phrase secrète&#x202f;: saisissez-la ci-dessous, sinon elle vous sera demandée à la connexion.</translation>
    </message>
    <message>
        <source>To open it takes so long that the passphrase is not tried before connecting.</source>
        <translation>L’ouvrir prend si longtemps que la phrase secrète n’est pas essayée avant la connexion.</translation>
    </message>
    <message>
        <source>This is no authority’s certificate; it will most likely not verify any broker.</source>
        <translation>Ce n’est pas le certificat d’une autorité&#x202f;; il ne vérifiera très probablement aucun broker.</translation>
    </message>
    <message>
        <source>This is an authority’s certificate; a client usually shows one of its own.</source>
        <translation>C’est le certificat d’une autorité&#x202f;; d’ordinaire un client présente le sien.</translation>
    </message>
    <message>
        <source>It was not issued for clients; brokers may refuse it.</source>
        <translation>Il n’a pas été délivré pour des clients&#x202f;; des brokers peuvent le refuser.</translation>
    </message>
    <message>
        <source>It expires soon.</source>
        <translation>Il expire bientôt.</translation>
    </message>
    <message>
        <source>Others on this computer may read this key.</source>
        <translation>D’autres sur cet ordinateur peuvent lire cette clé.</translation>
    </message>
    <message>
        <source>All of them have expired.</source>
        <translation>Tous ont expiré.</translation>
    </message>
    <message>
        <source>The authority {name}, valid from {start} to {end}.</source>
        <translation>L’autorité {name}, valide du {start} au {end}.</translation>
    </message>
    <message>
        <source>For {name}, signed by itself, valid from {start} to {end}.</source>
        <translation>Pour {name}, signé par lui-même, valide du {start} au {end}.</translation>
    </message>
    <message>
        <source>For {name}, issued by {issuer}, valid from {start} to {end}.</source>
        <translation>Pour {name}, délivré par {issuer}, valide du {start} au {end}.</translation>
    </message>
    <message>
        <source>Further certificates in it: {count}.</source>
        <translation>Autres certificats dans le fichier&#x202f;: {count}.</translation>
    </message>
    <message>
        <source>{count} certificates.</source>
        <translation>{count} certificats.</translation>
    </message>
    <message>
        <source>{count} certificates, {expired} of them not valid today.</source>
        <translation>{count} certificats, dont {expired} non valides aujourd’hui.</translation>
    </message>
    <message>
        <source>{bits} bits</source>
        <translation>{bits} bits</translation>
    </message>
    <message>
        <source>The passphrase opens the key ({kind}), and it belongs to the certificate.</source>
        <translation>La phrase secrète ouvre la clé ({kind}), qui appartient au certificat.</translation>
    </message>
    <message>
        <source>The key ({kind}) belongs to the certificate.</source>
        <translation>La clé ({kind}) appartient au certificat.</translation>
    </message>
    <message>
        <source>The passphrase opens the key ({kind}).</source>
        <translation>La phrase secrète ouvre la clé ({kind}).</translation>
    </message>
    <message>
        <source>A private key ({kind}).</source>
        <translation>Une clé privée ({kind}).</translation>
    </message>
</context>
<context>
    <name>TlsPage</name>
    <message>
        <source>&amp;Encrypt the connection with TLS</source>
        <translation>C&amp;hiffrer la connexion avec TLS</translation>
    </message>
    <message>
        <source>Switches the scheme: mqtt and mqtts, ws and wss.</source>
        <translation>Change le schéma&#x202f;: mqtt et mqtts, ws et wss.</translation>
    </message>
    <message>
        <source>The broker&apos;s certificate</source>
        <translation>Certificat du broker</translation>
    </message>
    <message>
        <source>Authorities that this computer trusts</source>
        <translation>Les autorités auxquelles cet ordinateur se fie</translation>
    </message>
    <message>
        <source>An authority&apos;s certificate in a file</source>
        <translation>Le certificat d’une autorité dans un fichier</translation>
    </message>
    <message>
        <source>Authorities&apos; certificates in a folder</source>
        <translation>Les certificats d’autorités d’un dossier</translation>
    </message>
    <message>
        <source>Do not verify</source>
        <translation>Ne pas vérifier</translation>
    </message>
    <message>
        <source>&amp;Verify with:</source>
        <translation>&amp;Vérifier avec&#x202f;:</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>Certificats (*.pem *.crt *.cer);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Choose the CA certificate</source>
        <translation>Choisir le certificat d’AC</translation>
    </message>
    <message>
        <source>C&amp;A file:</source>
        <translation>Fichier d’&amp;AC&#x202f;:</translation>
    </message>
    <message>
        <source>Choose the CA folder</source>
        <translation>Choisir le dossier d’AC</translation>
    </message>
    <message>
        <source>CA &amp;folder:</source>
        <translation>&amp;Dossier d’AC&#x202f;:</translation>
    </message>
    <message>
        <source>Server na&amp;me:</source>
        <translation>Nom du &amp;serveur&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Client certificate:</source>
        <translation>Certificat c&amp;lient&#x202f;:</translation>
    </message>
    <message>
        <source>Passp&amp;hrase:</source>
        <translation>Ph&amp;rase secrète&#x202f;:</translation>
    </message>
    <message>
        <source>Minim&amp;um version:</source>
        <translation>Version &amp;minimale&#x202f;:</translation>
    </message>
    <message>
        <source>A&amp;LPN:</source>
        <translation>N&amp;oms ALPN&#x202f;:</translation>
    </message>
    <message>
        <source>Only where the certificate is for another name than the host&apos;s.</source>
        <translation>Seulement si le certificat porte un autre nom que celui de l’hôte.</translation>
    </message>
    <message>
        <source>Our certificate</source>
        <translation>Notre certificat</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Certificate and key as PEM</source>
        <translation>Certificat et clé en PEM</translation>
    </message>
    <message>
        <source>Both in one file, PKCS #12</source>
        <translation>Les deux en un fichier, PKCS #12</translation>
    </message>
    <message>
        <source>Choose the client certificate</source>
        <translation>Choisir le certificat client</translation>
    </message>
    <message>
        <source>Certificate f&amp;ile:</source>
        <translation>&amp;Fichier du certificat&#x202f;:</translation>
    </message>
    <message>
        <source>Keys (*.pem *.key);;All files (*)</source>
        <translation>Clés (*.pem *.key);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Choose the client key</source>
        <translation>Choisir la clé du client</translation>
    </message>
    <message>
        <source>&amp;Key file:</source>
        <translation>F&amp;ichier de la clé&#x202f;:</translation>
    </message>
    <message>
        <source>Empty if the certificate&apos;s file has the key as well.</source>
        <translation>Vide si le fichier du certificat contient aussi la clé.</translation>
    </message>
    <message>
        <source>PKCS #12 (*.p12 *.pfx);;All files (*)</source>
        <translation>PKCS #12 (*.p12 *.pfx);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Choose the PKCS #12 file</source>
        <translation>Choisir le fichier PKCS #12</translation>
    </message>
    <message>
        <source>&amp;PKCS #12 file:</source>
        <translation>Fichier &amp;PKCS #12&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Remember it in the system&apos;s keyring</source>
        <translation>La rete&amp;nir dans le trousseau du système</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Names of protocols, separated by commas; needed where one port serves several.</source>
        <translation>Noms de protocoles, séparés par des virgules&#x202f;; nécessaires quand un port en sert plusieurs.</translation>
    </message>
    <message>
        <source>PSK i&amp;dentity:</source>
        <translation>Identité PS&amp;K&#x202f;:</translation>
    </message>
    <message>
        <source>A pre-shared key instead of certificates.</source>
        <translation>Une clé prépartagée au lieu de certificats.</translation>
    </message>
    <message>
        <source>A pre-shared key instead of certificates. It needs Python 3.13, and this one is older.</source>
        <translation>Une clé prépartagée au lieu de certificats. Il faut Python 3.13, et celui-ci est plus ancien.</translation>
    </message>
    <message>
        <source>PSK in he&amp;x:</source>
        <translation>PSK en he&amp;xadécimal&#x202f;:</translation>
    </message>
</context>
<context>
    <name>Tools</name>
    <message>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
</context>
<context>
    <name>TopTalkers</name>
    <message>
        <source>Rates &amp;by:</source>
        <translation>Dé&amp;bits par&#x202f;:</translation>
    </message>
    <message>
        <source>Rates by</source>
        <translation>Débits par</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Branch, level {level}</source>
        <translation>Branche, niveau {level}</translation>
    </message>
    <message>
        <source>Top talkers</source>
        <translation>Topics les plus bavards</translation>
    </message>
    <message>
        <source>No messages in the last seconds</source>
        <translation>Aucun message ces dernières secondes</translation>
    </message>
    <message>
        <source>Messages/s</source>
        <translation>Messages/s</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Payload</translation>
    </message>
    <message>
        <source>Only the {count} busiest are shown.</source>
        <translation>Seuls les {count} plus actifs sont affichés.</translation>
    </message>
</context>
<context>
    <name>TopicActions</name>
    <message>
        <source>Copy Topic</source>
        <translation>Copier le topic</translation>
    </message>
    <message>
        <source>Copy Last Value</source>
        <translation>Copier la dernière valeur</translation>
    </message>
    <message>
        <source>Show Only This Branch</source>
        <translation>N’afficher que cette branche</translation>
    </message>
    <message>
        <source>Publish to This Topic</source>
        <translation>Publier sur ce topic</translation>
    </message>
    <message>
        <source>Subscribe to This Branch</source>
        <translation>S’abonner à cette branche</translation>
    </message>
    <message>
        <source>Unsubscribe from This Branch</source>
        <translation>Se désabonner de cette branche</translation>
    </message>
    <message>
        <source>Retained Messages of This Branch…</source>
        <translation>Messages conservés de cette branche…</translation>
    </message>
    <message>
        <source>Delete Retained Messages…</source>
        <translation>Supprimer les messages conservés…</translation>
    </message>
    <message>
        <source>Sort By</source>
        <translation>Trier par</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
</context>
<context>
    <name>TopicColumns</name>
    <message>
        <source>Topic</source>
        <translation>Topic</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Débit</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Last Change</source>
        <translation>Dernier changement</translation>
    </message>
</context>
<context>
    <name>TopicPanel</name>
    <message>
        <source>Search topics</source>
        <translation>Chercher des topics</translation>
    </message>
    <message>
        <source>Show Only Messages of the Selected Branch</source>
        <translation>N’afficher que les messages de la branche sélectionnée</translation>
    </message>
    <message>
        <source>No topics yet</source>
        <translation>Aucun topic pour l’instant</translation>
    </message>
    <message>
        <source>No topic contains this</source>
        <translation>Aucun topic ne contient cela</translation>
    </message>
    <message>
        <source>Only the first {count} matches are shown.</source>
        <translation>Seuls les {count} premiers résultats sont affichés.</translation>
    </message>
    <message>
        <source>{shown} topics are shown. At most {most} are expanded at once; expand a branch by itself for more.</source>
        <translation>{shown} topics sont affichés. Au plus {most} sont dépliés à la fois&#x202f;; dépliez une branche seule pour en voir plus.</translation>
    </message>
</context>
<context>
    <name>TopicTree</name>
    <message>
        <source>Topics</source>
        <translation>Topics</translation>
    </message>
    <message>
        <source>No topics yet</source>
        <translation>Aucun topic pour l’instant</translation>
    </message>
    <message>
        <source>Expand All</source>
        <translation>Tout déplier</translation>
    </message>
    <message>
        <source>Collapse All</source>
        <translation>Tout replier</translation>
    </message>
</context>
<context>
    <name>VariablesButton</name>
    <message>
        <source>a new identifier</source>
        <translation>un nouvel identifiant</translation>
    </message>
    <message>
        <source>the time, ISO 8601 in UTC</source>
        <translation>l’heure, ISO 8601 en UTC</translation>
    </message>
    <message>
        <source>the time, seconds since 1970</source>
        <translation>l’heure, secondes depuis 1970</translation>
    </message>
    <message>
        <source>the time, milliseconds since 1970</source>
        <translation>l’heure, millisecondes depuis 1970</translation>
    </message>
    <message>
        <source>the number of the message</source>
        <translation>le numéro du message</translation>
    </message>
    <message>
        <source>a random number</source>
        <translation>un nombre au hasard</translation>
    </message>
    <message>
        <source>one of several words, by chance</source>
        <translation>un mot parmi plusieurs, au hasard</translation>
    </message>
    <message>
        <source>one word after the other</source>
        <translation>un mot après l’autre</translation>
    </message>
    <message>
        <source>a sine wave of 60 seconds</source>
        <translation>une sinusoïde de 60 secondes</translation>
    </message>
    <message>
        <source>a ramp of 60 seconds</source>
        <translation>une rampe de 60 secondes</translation>
    </message>
    <message>
        <source>a random walk with steps up to 5</source>
        <translation>une marche aléatoire, pas de 5 au plus</translation>
    </message>
    <message>
        <source>a variable of the environment</source>
        <translation>une variable d’environnement</translation>
    </message>
    <message>
        <source>Fill in variables</source>
        <translation>Remplir les variables</translation>
    </message>
    <message>
        <source>Own variables…</source>
        <translation>Vos variables…</translation>
    </message>
    <message>
        <source>Begin counters and waves anew</source>
        <translation>Recommencer compteurs et ondes</translation>
    </message>
    <message>
        <source>Put a variable into topic or payload</source>
        <translation>Mettre une variable dans le topic ou le payload</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
</context>
<context>
    <name>VariablesDialog</name>
    <message>
        <source>Own variables</source>
        <translation>Vos variables</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>{example} in topic or payload becomes the value. Values are kept as plain text: no passwords.</source>
        <translation>{example} dans le topic ou le payload devient la valeur. Les valeurs sont gardées en clair&#x202f;: pas de mots de passe.</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>WebSocketPage</name>
    <message>
        <source>&amp;Connect through a WebSocket</source>
        <translation>&amp;Se connecter par WebSocket</translation>
    </message>
    <message>
        <source>Switches the scheme: mqtt and ws, mqtts and wss.</source>
        <translation>Change le schéma&#x202f;: mqtt et ws, mqtts et wss.</translation>
    </message>
    <message>
        <source>&amp;Path:</source>
        <translation>C&amp;hemin&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Query:</source>
        <translation>&amp;Requête&#x202f;:</translation>
    </message>
    <message>
        <source>Offer co&amp;mpression (permessage-deflate)</source>
        <translation>&amp;Proposer la compression (permessage-deflate)</translation>
    </message>
    <message>
        <source>HTTP header</source>
        <translation>En-tête HTTP</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secret</translation>
    </message>
    <message>
        <source>Kept in the keyring, not in the file</source>
        <translation>Gardé dans le trousseau, pas dans le fichier</translation>
    </message>
    <message>
        <source>HTTP headers</source>
        <translation>En-têtes HTTP</translation>
    </message>
    <message>
        <source>&amp;Headers:</source>
        <translation>E&amp;n-têtes&#x202f;:</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Double-click a connection at the left to open it.</source>
        <translation>Double-cliquez sur une connexion à gauche pour l’ouvrir.</translation>
    </message>
    <message>
        <source>New Connection…</source>
        <translation>Nouvelle connexion…</translation>
    </message>
    <message>
        <source>Open the Demo</source>
        <translation>Ouvrir la démo</translation>
    </message>
</context>
<context>
    <name>WillPage</name>
    <message>
        <source>&amp;Leave a last will with the broker</source>
        <translation>&amp;Laisser un testament au broker</translation>
    </message>
    <message>
        <source>The broker publishes it when this connection ends without a goodbye.</source>
        <translation>Le broker le publie quand cette connexion prend fin sans adieu.</translation>
    </message>
    <message>
        <source>Top&amp;ic:</source>
        <translation>Top&amp;ic&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;QoS:</source>
        <translation>&amp;QoS&#x202f;:</translation>
    </message>
    <message>
        <source>&amp;Retain</source>
        <translation>Conser&amp;ver</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>Hexadécimal</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Payload &amp;as:</source>
        <translation>&amp;Saisir le payload en&#x202f;:</translation>
    </message>
    <message>
        <source>Choose the file with the will&apos;s payload</source>
        <translation>Choisir le fichier du payload du testament</translation>
    </message>
    <message>
        <source>File with the payload</source>
        <translation>Fichier du payload</translation>
    </message>
    <message>
        <source>&amp;Payload:</source>
        <translation>&amp;Payload&#x202f;:</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Propriétés</translation>
    </message>
    <message>
        <source>seconds after the connection is lost</source>
        <translation>secondes après la perte de la connexion</translation>
    </message>
    <message>
        <source>&amp;Delay:</source>
        <translation>&amp;Délai&#x202f;:</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>secondes</translation>
    </message>
    <message>
        <source>&amp;Expires after:</source>
        <translation>E&amp;xpire après&#x202f;:</translation>
    </message>
    <message>
        <source>Not said</source>
        <translation>Non précisé</translation>
    </message>
    <message>
        <source>Bytes (0)</source>
        <translation>Octets (0)</translation>
    </message>
    <message>
        <source>UTF-8 text (1)</source>
        <translation>Texte UTF-8 (1)</translation>
    </message>
    <message>
        <source>Payload &amp;format:</source>
        <translation>&amp;Format du payload&#x202f;:</translation>
    </message>
    <message>
        <source>Content t&amp;ype:</source>
        <translation>T&amp;ype de contenu&#x202f;:</translation>
    </message>
    <message>
        <source>Response t&amp;opic:</source>
        <translation>Topic de &amp;réponse&#x202f;:</translation>
    </message>
    <message>
        <source>How the correlation data is written</source>
        <translation>Mode de saisie des données de corrélation</translation>
    </message>
    <message>
        <source>&amp;Correlation data:</source>
        <translation>Données de c&amp;orrélation&#x202f;:</translation>
    </message>
    <message>
        <source>User properties of the will</source>
        <translation>Propriétés utilisateur du testament</translation>
    </message>
    <message>
        <source>&amp;User properties:</source>
        <translation>Propriétés &amp;utilisateur&#x202f;:</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>&amp;New Connection…</source>
        <translation>&amp;Nouvelle connexion…</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouvelle</translation>
    </message>
    <message>
        <source>Set up a connection to a broker</source>
        <translation>Préparer une connexion à un broker</translation>
    </message>
    <message>
        <source>&amp;Close Tab</source>
        <translation>&amp;Fermer l’onglet</translation>
    </message>
    <message>
        <source>&amp;Preferences…</source>
        <translation>&amp;Préférences…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>Se &amp;connecter</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Connecter</translation>
    </message>
    <message>
        <source>Connect, or connect again</source>
        <translation>Se connecter, ou se reconnecter</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>Se &amp;déconnecter</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>Déconnecter</translation>
    </message>
    <message>
        <source>Say goodbye; the messages stay</source>
        <translation>Prendre congé&#x202f;; les messages restent</translation>
    </message>
    <message>
        <source>&amp;Edit Connection…</source>
        <translation>&amp;Modifier la connexion…</translation>
    </message>
    <message>
        <source>Dia&amp;gnose…</source>
        <translation>Dia&amp;gnostiquer…</translation>
    </message>
    <message>
        <source>Try the connection step by step and see what is wrong</source>
        <translation>Essayer la connexion étape par étape et voir ce qui ne va pas</translation>
    </message>
    <message>
        <source>&amp;Open Messages…</source>
        <translation>&amp;Ouvrir des messages…</translation>
    </message>
    <message>
        <source>Show the messages of an exported file</source>
        <translation>Afficher les messages d’un fichier exporté</translation>
    </message>
    <message>
        <source>Export &amp;Messages…</source>
        <translation>Exporter des &amp;messages…</translation>
    </message>
    <message>
        <source>Write messages to a file</source>
        <translation>Écrire des messages dans un fichier</translation>
    </message>
    <message>
        <source>&amp;Import Connections…</source>
        <translation>&amp;Importer des connexions…</translation>
    </message>
    <message>
        <source>E&amp;xport Connections…</source>
        <translation>E&amp;xporter des connexions…</translation>
    </message>
    <message>
        <source>De&amp;tails…</source>
        <translation>Dé&amp;tails…</translation>
    </message>
    <message>
        <source>What was asked for and granted, and how the bytes travel</source>
        <translation>Ce qui a été demandé et accordé, et comment voyagent les octets</translation>
    </message>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Suivre</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>Suivre</translation>
    </message>
    <message>
        <source>Stick to the newest message</source>
        <translation>Rester sur le message le plus récent</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>Mettre en &amp;pause</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Keep the rows still; recording goes on</source>
        <translation>Immobiliser les lignes&#x202f;; l’enregistrement continue</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Effacer</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Forget all messages received so far</source>
        <translation>Oublier tous les messages reçus jusqu’ici</translation>
    </message>
    <message>
        <source>P&amp;ublish…</source>
        <translation>P&amp;ublier…</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <source>Go to the publish form</source>
        <translation>Aller au formulaire de publication</translation>
    </message>
    <message>
        <source>&amp;Filter Messages</source>
        <translation>&amp;Filtrer les messages</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Show only messages that match</source>
        <translation>N’afficher que les messages qui correspondent</translation>
    </message>
    <message>
        <source>F&amp;ind in Messages…</source>
        <translation>&amp;Chercher dans les messages…</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Go to messages that contain a text</source>
        <translation>Aller aux messages qui contiennent un texte</translation>
    </message>
    <message>
        <source>Find &amp;Next</source>
        <translation>Chercher le &amp;suivant</translation>
    </message>
    <message>
        <source>Find &amp;Previous</source>
        <translation>Chercher le &amp;précédent</translation>
    </message>
    <message>
        <source>Only the Selected &amp;Branch</source>
        <translation>Seulement la &amp;branche sélectionnée</translation>
    </message>
    <message>
        <source>Find &amp;Topic</source>
        <translation>Chercher un &amp;topic</translation>
    </message>
    <message>
        <source>Find Topic</source>
        <translation>Chercher un topic</translation>
    </message>
    <message>
        <source>Search the topic tree</source>
        <translation>Chercher dans l’arbre des topics</translation>
    </message>
    <message>
        <source>Move &amp;Back to the Main Window</source>
        <translation>Ramener dans la fenêtre &amp;principale</translation>
    </message>
    <message>
        <source>Move to New &amp;Window</source>
        <translation>Déplacer dans une nouvelle &amp;fenêtre</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>&amp;Réinitialiser la disposition</translation>
    </message>
    <message>
        <source>&amp;Guides</source>
        <translation>&amp;Guides</translation>
    </message>
    <message>
        <source>&amp;About {program}</source>
        <translation>À &amp;propos de {program}</translation>
    </message>
</context>
<context>
    <name>WindowMenus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichier</translation>
    </message>
    <message>
        <source>&amp;Connection</source>
        <translation>&amp;Connexion</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Recherche</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ai&amp;de</translation>
    </message>
    <message>
        <source>Message &amp;Columns</source>
        <translation>&amp;Colonnes des messages</translation>
    </message>
</context>
<context>
    <name>_DifferencesTable</name>
    <message>
        <source>Copy Rows</source>
        <translation>Copier les lignes</translation>
    </message>
    <message>
        <source>Copy Place</source>
        <translation>Copier l’emplacement</translation>
    </message>
    <message>
        <source>Copy Before</source>
        <translation>Copier l’ancienne valeur</translation>
    </message>
    <message>
        <source>Copy After</source>
        <translation>Copier la nouvelle valeur</translation>
    </message>
</context>
<context>
    <name>_Fields</name>
    <message>
        <source>Copy &amp;Value</source>
        <translation>Copier la &amp;valeur</translation>
    </message>
    <message>
        <source>Copy Its &amp;Bytes as Hex</source>
        <translation>Copier ses &amp;octets en hexadécimal</translation>
    </message>
</context>
<context>
    <name>_Reading</name>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Reading the file: {percent} %, {rows} messages</source>
        <translation>Lecture du fichier&#x202f;: {percent}&#x202f;%, {rows} messages</translation>
    </message>
    <message>
        <source>{rows} messages were read from {file}.</source>
        <translation>{rows} messages ont été lus dans {file}.</translation>
    </message>
    <message>
        <source>The rest was left out.</source>
        <translation>Le reste a été laissé de côté.</translation>
    </message>
    <message>
        <source>Lines that are no messages: {count}. The first is line {line}: {problem}</source>
        <translation>Lignes qui ne sont pas des messages&#x202f;: {count}. La première est la ligne {line}&#x202f;: {problem}</translation>
    </message>
    <message>
        <source>The {count} oldest ones did not fit into the memory that the preferences allow.</source>
        <translation>Les {count} plus anciens n’ont pas tenu dans la mémoire que les préférences accordent.</translation>
    </message>
    <message>
        <source>it is not JSON.</source>
        <translation>ce n’est pas du JSON.</translation>
    </message>
    <message>
        <source>it is no object with a topic and a payload.</source>
        <translation>ce n’est pas un objet avec un topic et un payload.</translation>
    </message>
    <message>
        <source>its topic is not a topic name.</source>
        <translation>son topic n’est pas un nom de topic.</translation>
    </message>
    <message>
        <source>its payload cannot be read.</source>
        <translation>son payload ne peut pas être lu.</translation>
    </message>
    <message>
        <source>a field has a value that it cannot have.</source>
        <translation>un champ a une valeur impossible.</translation>
    </message>
    <message>
        <source>its properties are not those of a message.</source>
        <translation>ses propriétés ne sont pas celles d’un message.</translation>
    </message>
    <message>
        <source>it is too long.</source>
        <translation>elle est trop longue.</translation>
    </message>
</context>
</TS>
