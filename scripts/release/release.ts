// Command: a release. `npm run release -- patch|minor|major|X.Y.Z [--dry-run] [--skip-checks]`: version, changelog, checks, tarball, bill of materials, sums, commit and tag; nothing is sent anywhere.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { released, versionAfter } from './changelog.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, 'skip-checks': { type: 'boolean' } },
});
const isDry = values['dry-run'] === true;
const folder = 'release';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function run(command: string, ...words: readonly string[]): string {
  return execFileSync(command, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
}

const { version: present } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const wanted = positionals[0] ?? refuse('Which release? `npm run release -- patch|minor|major|X.Y.Z`.');
const version = versionAfter(present, wanted) ?? refuse(`${wanted} does not follow ${present}.`);
const changelog = readFileSync('CHANGELOG.md', 'utf8');
const next =
  released(changelog, version, new Date().toISOString().slice(0, 10)) ??
  refuse('CHANGELOG.md tells nothing below "## Unreleased".');
if (!isDry && run('git', 'status', '--porcelain') !== '') refuse('Commit what is changed first.');

if (values['skip-checks'] !== true) {
  say('Checks (bash .ci/run) …');
  execFileSync('bash', ['.ci/run'], { stdio: 'inherit' });
}
if (!isDry) {
  writeFileSync('CHANGELOG.md', next.text);
  run('npm', 'version', version, '--no-git-tag-version');
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
run('npm', 'pack', '--silent', '--pack-destination', folder);
writeFileSync(`${folder}/tunnelmedic.cdx.json`, run('npm', 'run', '--silent', 'sbom'));
writeFileSync(`${folder}/NOTES.md`, `# Tunnelmedic ${version}\n\n${next.notes}\n`);
const sums = readdirSync(folder)
  .toSorted()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(`${folder}/${name}`))
        .digest('hex')}  ${name}\n`,
  );
writeFileSync(`${folder}/SHA256SUMS`, sums.join(''));
if (isDry) say(`Nothing is changed; ${folder}/ shows what ${version} would be.`);
else {
  run(
    'git',
    'commit',
    '--quiet',
    '--message',
    `release: ${version}`,
    'CHANGELOG.md',
    'package.json',
    'package-lock.json',
  );
  run('git', 'tag', '--annotate', `v${version}`, '--message', `Tunnelmedic ${version}`);
  say(
    `${version} is committed and tagged; ${folder}/ holds the tarball, its bill of materials, notes and sums. Push both when you have looked at them.`,
  );
}
