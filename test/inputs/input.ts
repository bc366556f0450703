// What an input is: something hostile or broken that is given to the product, and what the product must say.

/** Everything that came out, and how it ended. */
export interface Outcome {
  /** Exit code of the command; 0 also for what has none. */
  readonly exit: number | null;
  /** All output: answer, complaints, log. */
  readonly said: string;
  /** A fault of ours that the class noticed itself. */
  readonly crashed?: string;
}

export interface Input {
  readonly name: string;
  give(): Promise<Outcome>;
  /** What a right answer or a clear refusal says. */
  readonly says: RegExp;
  /** How it must end; 0, 2 or 3 when not given. */
  readonly exits?: readonly number[];
  /** What must not be said: the sign that the input was taken for something it is not. */
  readonly never?: RegExp;
}

export interface InputClass {
  readonly inputs: readonly Input[];
  /** The longest that one of them may take before it counts as hanging. */
  readonly boundMs?: number;
  close?(): Promise<void>;
}

/** What is hidden in inputs and must come out nowhere. */
export const planted = {
  apiKey: 'LUFRPT1PlantedApiKeyPlantedApiKey0123456789',
  psk: 'Pl4ntedPreSharedKey',
  password: 'Pl4ntedPassw0rd',
  token: 'xoxb-771234567890-Pl4ntedTokenPl4ntedToken',
} as const;

export type Grade = 'clear' | 'silent' | 'crash' | 'hang' | 'leak';

/** A stack, our own word for a fault, or an exit that no command has. */
const crashWords =
  /\n\s+at .+:\d+:\d+|fault in Tunnelmedic|a promise was rejected|TypeError|RangeError|ERR_[A-Z_]+:/;

export function gradeOf(input: Pick<Input, 'says' | 'exits' | 'never'>, outcome: Outcome): Grade {
  if (/\(killed: it did not end\)$/.test(outcome.said)) return 'hang';
  if (outcome.crashed !== undefined || crashWords.test(outcome.said)) return 'crash';
  if (Object.values(planted).some((secret) => outcome.said.includes(secret))) return 'leak';
  if (![0, 2, 3, ...(input.exits ?? [])].includes(outcome.exit ?? -1)) return 'crash';
  if (input.exits !== undefined && !input.exits.includes(outcome.exit ?? -1)) return 'silent';
  if (input.never?.test(outcome.said)) return 'silent';
  return input.says.test(outcome.said) ? 'clear' : 'silent';
}
