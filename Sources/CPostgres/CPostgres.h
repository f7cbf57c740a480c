/* libpq, the client library of PostgreSQL. */
#ifndef FLOE_CPOSTGRES_H
#define FLOE_CPOSTGRES_H

#include <libpq-fe.h>

#endif
