#ifndef CPCRE2_H
#define CPCRE2_H

// Names carry the width of a code unit; Swift does not see the macros that hide it.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
