// Draws emoji: the signs the page draws itself, the font's character for the rest.
import { cutAtSigns, drawnEmoji, emojiOf } from './emoji.js';
import { html } from './html.js';

export function Emoji({ name }) {
  const label = name.replaceAll('_', ' ');
  const drawn = drawnEmoji(name);
  if (drawn !== undefined) {
    return html`<span class=${`sign ${drawn.look}`} role="img" aria-label=${label}>${drawn.inside}</span>`;
  }
  return html`<span class="emoji" role="img" aria-label=${label}>${emojiOf(name) ?? `:${name}:`}</span>`;
}

/** Text as it stands, but for the characters that the page draws itself. */
export function SignedText({ text }) {
  return cutAtSigns(text).map((part) => part.text ?? html`<${Emoji} name=${part.name} />`);
}

/** Plain text in which only emoji names mean something, as in plain_text objects. */
export function PlainText({ text }) {
  const parts = String(text ?? '').split(/:([a-z0-9_+-]+):/g);
  return parts.map((part, index) => {
    if (index % 2 === 0) return html`<${SignedText} text=${part} />`;
    return emojiOf(part) === undefined ? `:${part}:` : html`<${Emoji} name=${part} />`;
  });
}
