// Which piece of each phrase to look for, so that few different pieces cover all phrases and most of a log is skipped.

/** Length of a piece. Every phrase has at least this many letters. */
export const windowLength = 8;

/** Words that every log is full of: pieces of them stop the skipping too often. */
const everyday =
  'failed accepted received request connection configuration packet message session user error started inbound outbound denied reason timeout active deleted changed detected peer remote local address interface logid client service established built outside inside'.split(
    ' ',
  );

interface Piece {
  readonly text: string;
  readonly phrases: readonly number[];
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
      piece.worth = covers.length * rarity(piece.text);
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
    for (let start = 0; start + windowLength <= phrase.length; start++) {
      const text = phrase.slice(start, start + windowLength);
      const owners = found.get(text);
      if (!owners) found.set(text, [index]);
      else if (owners.at(-1) !== index) owners.push(index);
    }
  });
  return [...found.entries()].map(([text, owners]) => ({
    text,
    phrases: owners,
    worth: owners.length * rarity(text),
  }));
}

/** Spaces and digits stand everywhere, and so do everyday words. */
function rarity(piece: string): number {
  const spaces = piece.split(' ').length - 1;
  const digits = /\d/.test(piece) ? 0.3 : 1;
  const common = everyday.some((word) => sharesPart(word, piece)) ? 0.05 : 1;
  return (digits * common) / (1 + 2 * spaces);
}

const partLength = 4;

/** A stretch of four letters stands in both. */
function sharesPart(word: string, piece: string): boolean {
  for (let start = 0; start + partLength <= word.length; start++)
    if (piece.includes(word.slice(start, start + partLength))) return true;
  return false;
}
