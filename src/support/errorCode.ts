// The code of an error of the system or of a database, such as ECONNREFUSED or 57P01.

/** Empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
