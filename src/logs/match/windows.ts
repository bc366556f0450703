// Which piece of each phrase to look for, so that few different pieces cover all phrases and most of a log is skipped.

/** Length of a piece. Every phrase has at least this many letters. */
export const windowLength = 8;

/** Words that every log is full of: pieces of them stop the skipping too often. */
const everyday =
  'failed accepted received request connection configuration packet message session user error started inbound outbound denied reason timeout active deleted changed detected peer remote local address interface logid client service established built outside inside'.split(
    ' ',
  );

const partLength = 4;
/** Every stretch of four letters of those words. */
const everydayParts = new Set(
  everyday.flatMap((word) =>
    Array.from({ length: word.length - partLength + 1 }, (_, at) => word.slice(at, at + partLength)),
  ),
);

interface Piece {
  readonly text: string;
  readonly phrases: readonly number[];
  readonly rarity: number;
  worth: number;
}

/**
 * For each phrase the end of its piece. Phrases share words ("proposal", "negotiat"), so a few hundred pieces cover thousands of phrases
 * (a greedy cover: the piece that covers the most open phrases first).
 */
export function chooseWindows(phrases: readonly string[]): number[] {
  const open = new Set(phrases.keys());
  const ends: number[] = phrases.map(() => windowLength);
  let pieces = piecesOf(phrases);
  while (open.size > 0 && pieces.length > 0) {
    pieces.sort((a, b) => b.worth - a.worth);
    const floor = (pieces[0]?.worth ?? 0) * 0.6;
    for (const piece of pieces) {
      if (piece.worth < floor) break;
      const covers = piece.phrases.filter((phrase) => open.has(phrase));
      piece.worth = covers.length * piece.rarity;
      if (piece.worth < floor || covers.length === 0) continue;
      for (const phrase of covers) {
        ends[phrase] = (phrases[phrase] ?? '').indexOf(piece.text) + windowLength;
        open.delete(phrase);
      }
      piece.worth = 0;
    }
    pieces = pieces.filter((piece) => piece.worth > 0);
  }
  return ends;
}

function piecesOf(phrases: readonly string[]): Piece[] {
  const found = new Map<string, number[]>();
  phrases.forEach((phrase, index) => {
    for (let at = 0; at + windowLength <= phrase.length; at += 1) {
      const text = phrase.slice(at, at + windowLength);
      const owners = found.get(text);
      if (!owners) found.set(text, [index]);
      else if (owners.at(-1) !== index) owners.push(index);
    }
  });
  return [...found.entries()].map(([text, owners]) => {
    const rarity = rarityOf(text);
    return { text, phrases: owners, rarity, worth: owners.length * rarity };
  });
}

/** Spaces and digits stand everywhere, and so do everyday words: a stretch of four letters in common is enough. */
function rarityOf(piece: string): number {
  let spaces = 0;
  for (const letter of piece) if (letter === ' ') spaces += 1;
  const digits = /\d/.test(piece) ? 0.3 : 1;
  const common = isEveryday(piece) ? 0.05 : 1;
  return (digits * common) / (1 + 2 * spaces);
}

function isEveryday(piece: string): boolean {
  for (let at = 0; at + partLength <= piece.length; at += 1)
    if (everydayParts.has(piece.slice(at, at + partLength))) return true;
  return false;
}
