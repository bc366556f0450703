// A place where texts of a vendor's devices enter; each vendor's tests list theirs in `secretDoors.ts`.

export interface SecretDoor {
  readonly name: string;
  /** What is kept of a text that came in there. */
  kept(text: string): unknown;
}
