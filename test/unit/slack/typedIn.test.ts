// What Slack adds to what a person typed is gone before a command is read.

import { expect, it } from 'vitest';
import { readPerson } from '../../../src/commands/typed.js';
import { splitWords } from '../../../src/commands/words.js';
import { typedIn } from '../../../src/slack/typedIn.js';

it.each([
  ['a link that Slack made', 'status <http://gw.example.net|gw.example.net>', ['status', 'gw.example.net']],
  ['a mail address that Slack made', 'status <mailto:a@b.example|a@b.example>', ['status', 'a@b.example']],
  ['what Slack escapes', 'status r&amp;d &lt;lab&gt;', ['status', 'r&d', '<lab>']],
  ['a link without text', 'status <https://gw.example.net>', ['status', 'gw.example.net']],
  [
    'a key before its lines become one',
    'remark Sk_ai secret =&gt; 32 bytes @ 0x7f\n 16: 8F 2A 3B 4C 5D 6E 7F 80 91 A2 B3 C4 D5 E6 F7 08  ..',
    ['remark', 'Sk_ai', 'secret', '=>', '32', 'bytes', '@', '0x7f', '16:', '[removed]'],
  ],
  [
    'a link that holds a password',
    'remark <https://ops:hunter2@gw.example.net/x>',
    ['remark', 'ops:[removed]@gw.example.net/x'],
  ],
])('reads %s', (_, typed, words) => {
  expect(splitWords(typedIn(typed))).toEqual(words);
});

it('leaves a mention to whoever knows the name behind it', () => {
  expect(typedIn('incident inc-1 note ask <@U012AB>')).toBe('incident inc-1 note ask <@U012AB>');
  expect(readPerson('U012AB|ada')).toEqual({ id: 'U012AB', name: 'ada' });
});

it('takes a secret out before its quotes and brackets are gone', () => {
  expect(typedIn('incident inc-1 note psk="hunter2 hunter2 hunter2" and more')).not.toContain('hunter2');
});
