// Imported before any schema is made: zod would compile a function for each schema at its first use, and a process here uses most of them once.

import { config } from 'zod';

config({ jitless: true });
