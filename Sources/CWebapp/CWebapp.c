#include "CWebapp.h"
