#include "CFloor.h"
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct client {
    int socket;
    // What is left of the frame in hand, and the beginning of the next header.
    uint64_t left;
    unsigned char head[10];
    int have;
};

struct clients {
    int count, epoll;
    struct client *all;
    pthread_t thread;
    atomic_long frames;
    atomic_int stop;
};

static int open_socket(int port, const char *token) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) return -1;
    char text[512];
    int length = snprintf(text, sizeof text,
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Floe-Auth: %s\r\n\r\n", token);
    if (write(fd, text, length) != length) return -1;
    int have = 0;
    while (have < 4 || memcmp(text + have - 4, "\r\n\r\n", 4)) {
        if (have == sizeof text || read(fd, text + have, 1) != 1) return -1;
        have++;
    }
    return strncmp(text, "HTTP/1.1 101", 12) ? -1 : fd;
}

/// Counts the frames that begin in what was read.
static void take(struct clients *clients, struct client *client, const unsigned char *bytes, size_t count) {
    while (count) {
        if (client->left) {
            uint64_t part = client->left < count ? client->left : count;
            client->left -= part;
            bytes += part;
            count -= part;
            continue;
        }
        client->head[client->have++] = *bytes++;
        count--;
        if (client->have < 2) continue;
        int size = client->head[1] & 127, need = size == 126 ? 4 : size == 127 ? 10 : 2;
        if (client->have < need) continue;
        uint64_t length = size;
        if (need > 2) {
            length = 0;
            for (int i = 2; i < need; i++) length = length << 8 | client->head[i];
        }
        client->left = length;
        client->have = 0;
        if ((client->head[0] & 15) == 1) clients->frames++;
    }
}

static void *read_all(void *argument) {
    struct clients *clients = argument;
    struct epoll_event ready[256];
    static unsigned char bytes[1 << 18];
    while (!clients->stop) {
        int count = epoll_wait(clients->epoll, ready, 256, 100);
        for (int i = 0; i < count; i++) {
            struct client *client = ready[i].data.ptr;
            ssize_t got = recv(client->socket, bytes, sizeof bytes, MSG_DONTWAIT);
            if (got > 0) take(clients, client, bytes, got);
            else if (got == 0 || errno != EAGAIN) epoll_ctl(clients->epoll, EPOLL_CTL_DEL, client->socket, 0);
        }
    }
    return 0;
}

struct clients *clients_open(int port, const char *token, int count, int silent) {
    struct clients *clients = calloc(1, sizeof *clients);
    clients->all = calloc(count, sizeof *clients->all);
    clients->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < count; i++) {
        struct client *client = &clients->all[i];
        client->socket = open_socket(port, token);
        if (client->socket < 0) return 0;
        clients->count++;
        struct epoll_event want = {EPOLLIN, {.ptr = client}};
        if (i >= silent) epoll_ctl(clients->epoll, EPOLL_CTL_ADD, client->socket, &want);
    }
    return pthread_create(&clients->thread, 0, read_all, clients) ? 0 : clients;
}

long clients_frames(struct clients *clients) { return clients->frames; }

void clients_close(struct clients *clients) {
    clients->stop = 1;
    pthread_join(clients->thread, 0);
    for (int i = 0; i < clients->count; i++) close(clients->all[i].socket);
    close(clients->epoll);
    free(clients->all);
    free(clients);
}
