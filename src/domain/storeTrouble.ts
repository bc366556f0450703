// A database that cannot do now what it was asked to: nothing is wrong with what was asked, so asking again later may help.

export class StoreTrouble extends Error {
  /** Whoever runs the service was told of the outage that it belongs to: a line of its own would say nothing new. */
  readonly isTold: boolean;

  /** @param cause what the database or its driver said; its code and message stay readable. */
  constructor(cause: unknown, isTold = false) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'StoreTrouble';
    this.isTold = isTold;
  }
}
