// A database that cannot do now what it was asked to: nothing is wrong with what was asked, so asking again later may help.

export class StoreTrouble extends Error {
  /** @param cause what the database or its driver said; its code and message stay readable. */
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'StoreTrouble';
  }
}
