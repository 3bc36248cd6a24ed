/* A mosquitto 2 plugin that lets one user in by SCRAM-SHA-1, -256 or -512 (RFC 5802, RFC 7677), for tests alone.
 *
 *     plugin /path/scram.so
 *     plugin_opt_user alice
 *     plugin_opt_password secret
 *
 * Clients without an authentication method are left to the broker's own rules; unknown methods are refused. The last
 * answer bears the server's signature, so that a client can tell that we know the password as well.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

/* From mosquitto.h, which is in another package (libmosquitto-dev) than the two headers above. */
enum { MOSQ_ERR_AUTH_CONTINUE = -4, MOSQ_ERR_SUCCESS = 0, MOSQ_ERR_NOMEM = 1, MOSQ_ERR_NOT_SUPPORTED = 10, MOSQ_ERR_AUTH = 11 };

enum { ITERATIONS = 4096, SALT_BYTES = 16, NONCE_BYTES = 18, TEXT = 1024 };

/* What is remembered between the client's first message and its last. */
struct exchange {
    struct exchange *next;
    struct mosquitto *client;
    const EVP_MD *hash;
    unsigned char salt[SALT_BYTES];
    char nonce[TEXT];   /* the client's and ours */
    char opening[TEXT]; /* client-first-message-bare "," server-first-message */
};

static mosquitto_plugin_id_t *plugin;
static struct exchange *exchanges;
static const char *user = "alice", *password = "secret";

static const EVP_MD *hash_of(const char *mechanism)
{
    if (!strcmp(mechanism, "SCRAM-SHA-1")) return EVP_sha1();
    if (!strcmp(mechanism, "SCRAM-SHA-256")) return EVP_sha256();
    if (!strcmp(mechanism, "SCRAM-SHA-512")) return EVP_sha512();
    return NULL;
}

static struct exchange *find(struct mosquitto *client)
{
    struct exchange *one = exchanges;
    while (one && one->client != client) one = one->next;
    return one;
}

static void forget(struct mosquitto *client)
{
    for (struct exchange **place = &exchanges; *place; place = &(*place)->next) {
        if ((*place)->client == client) {
            struct exchange *gone = *place;
            *place = gone->next;
            free(gone);
            return;
        }
    }
}

/* The client's data as a string; -1 if it is none or too long. */
static int text_of(const struct mosquitto_evt_extended_auth *event, char *text)
{
    if (!event->data_in || event->data_in_len >= TEXT || memchr(event->data_in, 0, event->data_in_len)) return -1;
    memcpy(text, event->data_in, event->data_in_len);
    text[event->data_in_len] = 0;
    return 0;
}

static int answer(struct mosquitto_evt_extended_auth *event, const char *text, int verdict)
{
    size_t size = strlen(text);
    event->data_out = mosquitto_malloc(size); /* the broker frees it */
    if (!event->data_out) return MOSQ_ERR_NOMEM;
    memcpy(event->data_out, text, size);
    event->data_out_len = (uint16_t)size;
    return verdict;
}

static void sign(const EVP_MD *hash, const unsigned char *key, const char *text, unsigned char *signature)
{
    unsigned int size = 0;
    HMAC(hash, key, EVP_MD_size(hash), (const unsigned char *)text, strlen(text), signature, &size);
}

/* client-first-message: "n,,n=" user ",r=" nonce */
static int started(int kind, void *data, void *unused)
{
    struct mosquitto_evt_extended_auth *event = data;
    char said[TEXT], wanted[TEXT], nonce[64], salt[64];
    unsigned char random[NONCE_BYTES];
    const EVP_MD *hash = hash_of(event->auth_method);
    (void)kind, (void)unused;
    if (!hash) return MOSQ_ERR_NOT_SUPPORTED;
    snprintf(wanted, sizeof wanted, "n,,n=%s,r=", user);
    if (text_of(event, said) || strlen(said) > 200 || strncmp(said, wanted, strlen(wanted))) return MOSQ_ERR_AUTH;
    if (!said[strlen(wanted)] || strchr(said + strlen(wanted), ',')) return MOSQ_ERR_AUTH;

    forget(event->client);
    struct exchange *one = calloc(1, sizeof *one);
    if (!one) return MOSQ_ERR_NOMEM;
    one->client = event->client;
    one->hash = hash;
    one->next = exchanges;
    exchanges = one;

    RAND_bytes(random, sizeof random);
    RAND_bytes(one->salt, sizeof one->salt);
    EVP_EncodeBlock((unsigned char *)nonce, random, sizeof random);
    EVP_EncodeBlock((unsigned char *)salt, one->salt, sizeof one->salt);
    snprintf(one->nonce, sizeof one->nonce, "%.200s%s", said + strlen(wanted), nonce);
    char challenge[TEXT];
    snprintf(challenge, sizeof challenge, "r=%.400s,s=%s,i=%d", one->nonce, salt, ITERATIONS);
    snprintf(one->opening, sizeof one->opening, "%.200s,%.600s", said + strlen("n,,"), challenge);
    return answer(event, challenge, MOSQ_ERR_AUTH_CONTINUE);
}

/* client-final-message: "c=biws,r=" nonce ",p=" proof; the answer is "v=" signature */
static int check(struct exchange *one, struct mosquitto_evt_extended_auth *event)
{
    unsigned char salted[EVP_MAX_MD_SIZE], key[EVP_MAX_MD_SIZE], stored[EVP_MAX_MD_SIZE], signature[EVP_MAX_MD_SIZE];
    unsigned char proof[TEXT];
    char said[TEXT], wanted[TEXT], signed_text[3 * TEXT], last[TEXT] = "v=";
    int size = EVP_MD_size(one->hash);

    if (text_of(event, said)) return MOSQ_ERR_AUTH;
    char *given = strstr(said, ",p=");
    if (!given) return MOSQ_ERR_AUTH;
    *given = 0;
    given += strlen(",p=");
    snprintf(wanted, sizeof wanted, "c=biws,r=%.900s", one->nonce);
    if (strcmp(said, wanted)) return MOSQ_ERR_AUTH;
    if ((int)strlen(given) != (size + 2) / 3 * 4) return MOSQ_ERR_AUTH;
    if (EVP_DecodeBlock(proof, (unsigned char *)given, (int)strlen(given)) < size) return MOSQ_ERR_AUTH;

    PKCS5_PBKDF2_HMAC(password, -1, one->salt, SALT_BYTES, ITERATIONS, one->hash, size, salted);
    snprintf(signed_text, sizeof signed_text, "%s,%s", one->opening, wanted);
    sign(one->hash, salted, "Client Key", key);
    EVP_Digest(key, (size_t)size, stored, NULL, one->hash, NULL);
    sign(one->hash, stored, signed_text, signature);
    for (int i = 0; i < size; i++) signature[i] ^= key[i];
    if (CRYPTO_memcmp(signature, proof, (size_t)size)) return MOSQ_ERR_AUTH;

    sign(one->hash, salted, "Server Key", key);
    sign(one->hash, key, signed_text, signature);
    EVP_EncodeBlock((unsigned char *)last + strlen(last), signature, size);
    mosquitto_set_username(event->client, user);
    return answer(event, last, MOSQ_ERR_SUCCESS);
}

static int continued(int kind, void *data, void *unused)
{
    struct mosquitto_evt_extended_auth *event = data;
    struct exchange *one = find(event->client);
    (void)kind, (void)unused;
    int verdict = one ? check(one, event) : MOSQ_ERR_AUTH;
    forget(event->client);
    return verdict;
}

static int gone(int kind, void *data, void *unused)
{
    (void)kind, (void)unused;
    forget(((struct mosquitto_evt_disconnect *)data)->client);
    return MOSQ_ERR_SUCCESS;
}

int mosquitto_plugin_version(int count, const int *versions)
{
    for (int i = 0; i < count; i++) {
        if (versions[i] == 5) return 5;
    }
    return -1;
}

int mosquitto_plugin_init(mosquitto_plugin_id_t *id, void **unused, struct mosquitto_opt *options, int count)
{
    (void)unused;
    plugin = id;
    for (int i = 0; i < count; i++) {
        if (!strcmp(options[i].key, "user")) user = options[i].value;
        if (!strcmp(options[i].key, "password")) password = options[i].value;
    }
    mosquitto_callback_register(plugin, MOSQ_EVT_EXT_AUTH_START, started, NULL, NULL);
    mosquitto_callback_register(plugin, MOSQ_EVT_EXT_AUTH_CONTINUE, continued, NULL, NULL);
    return mosquitto_callback_register(plugin, MOSQ_EVT_DISCONNECT, gone, NULL, NULL);
}

int mosquitto_plugin_cleanup(void *unused, struct mosquitto_opt *options, int count)
{
    (void)unused, (void)options, (void)count;
    mosquitto_callback_unregister(plugin, MOSQ_EVT_EXT_AUTH_START, started, NULL);
    mosquitto_callback_unregister(plugin, MOSQ_EVT_EXT_AUTH_CONTINUE, continued, NULL);
    return mosquitto_callback_unregister(plugin, MOSQ_EVT_DISCONNECT, gone, NULL);
}
