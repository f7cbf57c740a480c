/* libpq, the client library of PostgreSQL, loaded when it is first used: a machine without PostgreSQL does without it, and a start does not pay for
   the libraries it brings with it. The functions have their own names; one that is used for the first time is added in three places here. */
#ifndef FLOE_CPOSTGRES_H
#define FLOE_CPOSTGRES_H

/* The names stand for what was loaded. */
#define PQconnectdbParams libPQconnectdbParams
#define PQconndefaults libPQconndefaults
#define PQconninfoParse libPQconninfoParse
#define PQconninfoFree libPQconninfoFree
#define PQfreemem libPQfreemem
#define PQfinish libPQfinish
#define PQstatus libPQstatus
#define PQtransactionStatus libPQtransactionStatus
#define PQerrorMessage libPQerrorMessage
#define PQsocket libPQsocket
#define PQbackendPID libPQbackendPID
#define PQsetnonblocking libPQsetnonblocking
#define PQsetNoticeProcessor libPQsetNoticeProcessor
#define PQsendQuery libPQsendQuery
#define PQsendPrepare libPQsendPrepare
#define PQsendQueryPrepared libPQsendQueryPrepared
#define PQenterPipelineMode libPQenterPipelineMode
#define PQexitPipelineMode libPQexitPipelineMode
#define PQpipelineSync libPQpipelineSync
#define PQflush libPQflush
#define PQconsumeInput libPQconsumeInput
#define PQisBusy libPQisBusy
#define PQgetResult libPQgetResult
#define PQnotifies libPQnotifies
#define PQclear libPQclear
#define PQresultStatus libPQresultStatus
#define PQresultErrorMessage libPQresultErrorMessage
#define PQresultErrorField libPQresultErrorField
#define PQntuples libPQntuples
#define PQcmdTuples libPQcmdTuples
#define PQcmdStatus libPQcmdStatus
#define PQfname libPQfname
#define PQgetisnull libPQgetisnull
#define PQgetlength libPQgetlength
#define PQgetvalue libPQgetvalue
#include <postgresql/libpq-fe.h>
#undef PQconnectdbParams
#undef PQconndefaults
#undef PQconninfoParse
#undef PQconninfoFree
#undef PQfreemem
#undef PQfinish
#undef PQstatus
#undef PQtransactionStatus
#undef PQerrorMessage
#undef PQsocket
#undef PQbackendPID
#undef PQsetnonblocking
#undef PQsetNoticeProcessor
#undef PQsendQuery
#undef PQsendPrepare
#undef PQsendQueryPrepared
#undef PQenterPipelineMode
#undef PQexitPipelineMode
#undef PQpipelineSync
#undef PQflush
#undef PQconsumeInput
#undef PQisBusy
#undef PQgetResult
#undef PQnotifies
#undef PQclear
#undef PQresultStatus
#undef PQresultErrorMessage
#undef PQresultErrorField
#undef PQntuples
#undef PQcmdTuples
#undef PQcmdStatus
#undef PQfname
#undef PQgetisnull
#undef PQgetlength
#undef PQgetvalue

#define FLOE_PQ_FUNCTIONS(each) \
    each(PQconnectdbParams) \
    each(PQconndefaults) \
    each(PQconninfoParse) \
    each(PQconninfoFree) \
    each(PQfreemem) \
    each(PQfinish) \
    each(PQstatus) \
    each(PQtransactionStatus) \
    each(PQerrorMessage) \
    each(PQsocket) \
    each(PQbackendPID) \
    each(PQsetnonblocking) \
    each(PQsetNoticeProcessor) \
    each(PQsendQuery) \
    each(PQsendPrepare) \
    each(PQsendQueryPrepared) \
    each(PQenterPipelineMode) \
    each(PQexitPipelineMode) \
    each(PQpipelineSync) \
    each(PQflush) \
    each(PQconsumeInput) \
    each(PQisBusy) \
    each(PQgetResult) \
    each(PQnotifies) \
    each(PQclear) \
    each(PQresultStatus) \
    each(PQresultErrorMessage) \
    each(PQresultErrorField) \
    each(PQntuples) \
    each(PQcmdTuples) \
    each(PQcmdStatus) \
    each(PQfname) \
    each(PQgetisnull) \
    each(PQgetlength) \
    each(PQgetvalue)

#define FLOE_PQ_POINTER(name) __typeof__(lib##name) *name;
struct floe_pq {
    FLOE_PQ_FUNCTIONS(FLOE_PQ_POINTER)
};
#undef FLOE_PQ_POINTER
extern struct floe_pq floe_pq;

/* Loads the library; to be called before anything else here, once or often, by any thread. Gives NULL, or why there is none. */
const char *floe_pq_load(void);

static inline PGconn *PQconnectdbParams(const char *const *keywords, const char *const *values, int expand)
{
    return floe_pq.PQconnectdbParams(keywords, values, expand);
}
static inline PQconninfoOption *PQconndefaults(void) { return floe_pq.PQconndefaults(); }
static inline PQconninfoOption *PQconninfoParse(const char *text, char **reason) { return floe_pq.PQconninfoParse(text, reason); }
static inline void PQconninfoFree(PQconninfoOption *options) { floe_pq.PQconninfoFree(options); }
static inline void PQfreemem(void *memory) { floe_pq.PQfreemem(memory); }
static inline void PQfinish(PGconn *connection) { floe_pq.PQfinish(connection); }
static inline ConnStatusType PQstatus(const PGconn *connection) { return floe_pq.PQstatus(connection); }
static inline PGTransactionStatusType PQtransactionStatus(const PGconn *connection) { return floe_pq.PQtransactionStatus(connection); }
static inline char *PQerrorMessage(const PGconn *connection) { return floe_pq.PQerrorMessage(connection); }
static inline int PQsocket(const PGconn *connection) { return floe_pq.PQsocket(connection); }
static inline int PQbackendPID(const PGconn *connection) { return floe_pq.PQbackendPID(connection); }
static inline int PQsetnonblocking(PGconn *connection, int on) { return floe_pq.PQsetnonblocking(connection, on); }
static inline PQnoticeProcessor PQsetNoticeProcessor(PGconn *connection, PQnoticeProcessor process, void *context)
{
    return floe_pq.PQsetNoticeProcessor(connection, process, context);
}
static inline int PQsendQuery(PGconn *connection, const char *sql) { return floe_pq.PQsendQuery(connection, sql); }
static inline int PQsendPrepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types)
{
    return floe_pq.PQsendPrepare(connection, name, sql, count, types);
}
static inline int PQsendQueryPrepared(PGconn *connection, const char *name, int count, const char *const *values, const int *lengths, const int *formats, int format)
{
    return floe_pq.PQsendQueryPrepared(connection, name, count, values, lengths, formats, format);
}
static inline int PQenterPipelineMode(PGconn *connection) { return floe_pq.PQenterPipelineMode(connection); }
static inline int PQexitPipelineMode(PGconn *connection) { return floe_pq.PQexitPipelineMode(connection); }
static inline int PQpipelineSync(PGconn *connection) { return floe_pq.PQpipelineSync(connection); }
static inline int PQflush(PGconn *connection) { return floe_pq.PQflush(connection); }
static inline int PQconsumeInput(PGconn *connection) { return floe_pq.PQconsumeInput(connection); }
static inline int PQisBusy(PGconn *connection) { return floe_pq.PQisBusy(connection); }
static inline PGresult *PQgetResult(PGconn *connection) { return floe_pq.PQgetResult(connection); }
static inline PGnotify *PQnotifies(PGconn *connection) { return floe_pq.PQnotifies(connection); }
static inline void PQclear(PGresult *result) { floe_pq.PQclear(result); }
static inline ExecStatusType PQresultStatus(const PGresult *result) { return floe_pq.PQresultStatus(result); }
static inline char *PQresultErrorMessage(const PGresult *result) { return floe_pq.PQresultErrorMessage(result); }
static inline char *PQresultErrorField(const PGresult *result, int field) { return floe_pq.PQresultErrorField(result, field); }
static inline int PQntuples(const PGresult *result) { return floe_pq.PQntuples(result); }
static inline char *PQcmdTuples(PGresult *result) { return floe_pq.PQcmdTuples(result); }
static inline char *PQcmdStatus(PGresult *result) { return floe_pq.PQcmdStatus(result); }
static inline char *PQfname(const PGresult *result, int column) { return floe_pq.PQfname(result, column); }
static inline int PQgetisnull(const PGresult *result, int row, int column) { return floe_pq.PQgetisnull(result, row, column); }
static inline int PQgetlength(const PGresult *result, int row, int column) { return floe_pq.PQgetlength(result, row, column); }
static inline char *PQgetvalue(const PGresult *result, int row, int column) { return floe_pq.PQgetvalue(result, row, column); }

#endif
