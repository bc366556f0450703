// A secret that people paste, drop, type or pin stands nowhere afterwards: in no message of ours, in no table, in no file of the database, in no log.

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { removedSentence } from '../../src/domain/secrets/index.js';
import { globexLog } from '../../src/simulator/index.js';
import type { Message } from '../../src/workspace/index.js';
import { allForms, keysOf, piecesOf, planted } from '../unit/domain/secrets/plantedKeys.js';
import { type GuardedIncident, type GuardedStage, submission } from './guardedStage.js';
import { eventually, type IncidentThread, partner } from './triageStage.js';

/** Each by itself, so that it is told which one was left, and where it came from. */
const secrets = {
  psk: 'Zq7Horse',
  blanks: 'Staple Battery 9',
  password: 'Tr0ub4dor',
  token: 'xoxb-990011223344-AbCdEfGhIjKl',
  pem: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
  dump: '8F 2A 3B 4C 5D 6E 7F 80 91 A2 B3 C4 D5 E6 F7 08',
  url: 'Url5ecret',
  fileName: 'N4meHorse',
} as const;

const holding = [
  `psk = "${secrets.psk}"`,
  `secret: “${secrets.blanks}”`,
  `ike password ${secrets.password}`,
  `SLACK_BOT_TOKEN=${secrets.token}`,
  `https://ops:${secrets.url}@vpn1.example/config`,
  '-----BEGIN PRIVATE KEY-----',
  secrets.pem,
  '-----END PRIVATE KEY-----',
  'Sk_ai secret => 32 bytes @ 0x7f0a2c00',
  `   0: 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10  ................`,
  `  16: ${secrets.dump}  .*;L]n..........`,
].join('\n');

/** Every form that we know with a key in it, found again by the form's name; a form that is added is covered by that. */
const forms = allForms.map((form) => {
  const [key = ''] = fc.sample(keysOf[form.example.keys], { seed: 11, numRuns: 1 });
  return { id: form.id, text: `${planted(form, key)}\nNext line.\n`, pieces: piecesOf(key) };
});
const allOfThem = forms.map((form) => form.text).join('');
/** As much as fits into one note. */
const portions: string[] = [];
for (const { text } of forms) {
  const last = portions.at(-1);
  if (last === undefined || last.length + text.length > 2000) portions.push(text);
  else portions[portions.length - 1] = last + text;
}

const sheet = [
  'id,parameter,your value,remark',
  'ike.version,IKE version,IKEv2,',
  `ike.auth,Authentication,${secrets.psk},`,
  `dpd,Dead peer detection,on,psk = ${secrets.blanks}`,
  `contact.yours,Contact,secret: ${secrets.password},`,
].join('\r\n');

export function describeSecrets(given: () => GuardedIncident): void {
  describe('a secret', () => {
    let stage: GuardedStage;
    let thread: IncidentThread;
    beforeAll(() => {
      ({ stage, thread } = given());
    });

    const say = (text: string) =>
      stage.slack.post({ user: 'mei', channel: 'netops', text, threadTs: thread.head?.ts ?? '' });
    const log = () => {
      const lines = globexLog(new Date()).split('\n');
      return [...lines.slice(0, 8), holding, ...lines.slice(8)].join('\n');
    };
    /** What the app said anywhere, with the files that it shared. */
    const ours = (): string => {
      const { slack } = stage;
      const said = slack.channels.flatMap(({ id }) =>
        slack.messages(id).flatMap((one: Message) => slack.thread(id, one.ts)),
      );
      const whispers = slack.people.flatMap((person) => slack.ephemerals(person.name));
      const fromUs = [...said, ...whispers].filter((one) => one.user === slack.botUserId);
      const files = fromUs.flatMap((one) => one.fileIds.map((id) => slack.file(id)?.bytes.toString() ?? ''));
      return JSON.stringify([fromUs, files, slack.calls.map((call) => call.args)]);
    };

    it.each<[string, () => Promise<unknown>, RegExp]>([
      [
        'in a pasted log',
        () => say(`\`\`\`\n${log()}\n\`\`\``),
        /gave the partner’s log pasted\.txt .* \d secrets were removed before it was kept/,
      ],
      [
        'in a dropped file',
        () =>
          stage.slack.uploadFile({
            user: 'mei',
            channel: 'netops',
            name: 'vpn1.log',
            content: log(),
            threadTs: thread.head?.ts ?? '',
          }),
        /gave the partner’s log vpn1\.log/,
      ],
      [
        'in every form, in a dropped file whose name holds one too',
        () =>
          stage.slack.uploadFile({
            user: 'mei',
            channel: 'netops',
            name: `every-form psk=${secrets.fileName}`,
            content: `${log()}\n${allOfThem}`,
            threadTs: thread.head?.ts ?? '',
          }),
        /gave the partner’s log every-form psk=\[removed\]/,
      ],
      [
        'in the authentication row of a sheet',
        () =>
          stage.slack.uploadFile({
            user: 'mei',
            channel: 'netops',
            name: 'filled.csv',
            content: sheet,
            threadTs: thread.head?.ts ?? '',
          }),
        /Authentication: theirs is not a known method; what was written is not kept/,
      ],
      ...portions.map((portion, index): [string, () => Promise<unknown>, RegExp] => [
        `in every form, in a modal for a note (${index + 1} of ${portions.length})`,
        () =>
          stage.interact(
            submission(stage.slack, `incident ${thread.id} note`, { text: `portion ${index}\n${portion}` }),
          ),
        new RegExp(`noted: portion ${index}`),
      ]),
      [
        'in a modal for the log',
        () => stage.interact(submission(stage.slack, `partner-log ${thread.id}`, { text: log() })),
        /gave the partner’s log pasted lines/,
      ],
      [
        'in a note, between quotes',
        () =>
          stage.slash(
            `incident ${thread.id} note quoted psk = "${secrets.blanks}" or secret “${secrets.blanks}”`,
          ),
        /noted: quoted psk = \[removed\]/,
      ],
      [
        'in a note of several lines',
        () => stage.slash(`incident ${thread.id} note several\n${holding}`),
        /noted: several/,
      ],
      [
        'in a note as people write to each other',
        () => stage.slash(`incident ${thread.id} note they say the psk is ${secrets.psk}, since Monday`),
        /noted: they say the psk is \[removed\]/,
      ],
      [
        'in a modal for a note',
        () =>
          stage.interact(
            submission(stage.slack, `incident ${thread.id} note`, { text: `modal\n${holding}` }),
          ),
        /noted: modal/,
      ],
      [
        'in the source of a note',
        () => stage.slash(`incident ${thread.id} note sourced --source "psk=${secrets.psk}"`),
        /noted: sourced/,
      ],
      [
        'in what it waits for',
        () => stage.slash(`incident ${thread.id} state waiting for password ${secrets.password}`),
        /for password \[removed\]/,
      ],
      [
        'in an answer',
        () => stage.slash(`answer ${thread.id} answer.theirs-log="secret: ${secrets.psk}"`),
        /answered “.*”: secret: \[removed\]/,
      ],
      [
        'in a message that is pinned',
        async () => {
          const said = await say(`pinned ${holding}`);
          await stage.slack.react({ user: 'mei', channel: 'netops', ts: said.ts, name: 'pushpin' });
        },
        /noted: pinned psk = \[removed\]/,
      ],
      [
        'in a remedy',
        async () => {
          await stage.slash(`incident ${thread.id} close psk-mismatch new psk = "${secrets.blanks}"`);
          await thread.says(/Resolution: new psk = \[removed\]/);
          await stage.slash(`incident ${thread.id} reopen the token ${secrets.token} again`);
        },
        /reopened it: the token \[removed\]/,
      ],
    ])(
      '%s',
      async (_name, act, shows) => {
        await act();
        await thread.says(shows);
      },
      60_000,
    );

    it.each<[string, string, string]>([
      [
        'in a remark',
        `remark take the psk = "${secrets.blanks}" along`,
        'netops will carry it: take the psk',
      ],
      [
        'in a command that fits nothing',
        `status partner-globex password ${secrets.password}`,
        'No tunnel is called',
      ],
      ['in a command that there is not', `psk=${secrets.psk} ${secrets.token}`, 'There is no command'],
      ['in an option that there is not', `sheet ${partner} --psk "${secrets.psk}"`, 'There is no option'],
    ])(
      '%s',
      async (_name, command, shows) => {
        await stage.slash(command);
        await eventually(() => ours().includes(shows), shows, 60_000);
      },
      60_000,
    );

    it('in a mention and in a direct message', async () => {
      await stage.slack.mention({ user: 'mei', channel: 'netops', text: `remark mentioned ${holding}` });
      await eventually(() => ours().includes('mentioned psk = [removed]'), 'the remark', 60_000);
      const dm = stage.slack.channels.find((one) => one.kind === 'dm')?.id ?? '';
      await stage.slack.post({ user: 'ana', channel: dm, text: `remark directly ${holding}` });
      await eventually(() => ours().includes('directly psk = [removed]'), 'the second remark', 60_000);
    });

    it('in a form of which its writer is told, once', async () => {
      const told = () =>
        stage.slack.ephemerals('mei').filter((one) => JSON.stringify(one).includes(removedSentence)).length;
      const before = told();
      await stage.slash(`incident ${thread.id} note told psk = "${secrets.blanks}"`, 'mei');
      await thread.says(/noted: told psk = \[removed\]/);
      await eventually(() => told() > before, 'the sentence', 60_000);
      expect(told()).toBe(before + 1);
    });

    it('stands in no message of ours', () => {
      expect(leftIn(ours())).toEqual([]);
      expect(ours()).toContain('[removed]');
    });

    it('stands in no table, in no file of the database, and in no log', async () => {
      await stage.close();
      const tables = await stage.tables();
      expect(tables).toContain('[removed]');
      expect(leftIn(tables)).toEqual([]);
      expect(leftIn(stage.said())).toEqual([]);
      expect(await stage.filesWith(secrets)).toEqual([]);
    });
  });
}

/** Which secret was left, and in front of what. */
function leftIn(text: string): string[] {
  const pieces = forms.flatMap(({ id, pieces }) => pieces.map((piece): [string, string] => [id, piece]));
  return [...Object.entries<string>(secrets), ...pieces].flatMap(([name, secret]) => {
    const at = text.indexOf(secret);
    return at < 0 ? [] : [`${name}: ${text.slice(Math.max(0, at - 200), at)}`];
  });
}
