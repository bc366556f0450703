// Speed of analyze-log against grep -cE with the same fixed phrases on the same log in one run. Needs the build.
// node scripts/bench-logs.mjs [MEGABYTES, default 1024]; the log is made in the system's temporary folder and removed.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = new URL('../dist/', import.meta.url);
if (process.argv[2] === '--read') {
  const { readLog } = await import(new URL('logs/readLog.js', dist));
  const { fileSource } = await import(new URL('logs/stream/source.js', dist));
  const reading = await readLog(await fileSource(process.argv[3]), { name: process.argv[3] });
  const { maxRSS } = process.resourceUsage();
  console.log(
    JSON.stringify({
      lines: reading.lines,
      recognized: reading.recognized,
      cause: reading.candidates[0]?.cause ?? null,
      peakMegabytes: maxRSS / 1024,
    }),
  );
  process.exit(0);
}

const size = Number(process.argv[2] ?? 1024) * 2 ** 20;
const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-bench-'));
const log = join(folder, 'bench.log');

try {
  makeLog(log, size);
  const { ownSignatureSet } = await import(new URL('logs/signature/set.js', dist));
  const phrases = ownSignatureSet().phrases();
  const patterns = join(folder, 'patterns');
  const handle = openSync(patterns, 'w');
  writeSync(handle, phrases.map((phrase) => phrase.replace(/[\\.^$*+?()[\]{}|]/g, '\\$&')).join('|'));
  closeSync(handle);

  const results = [];
  for (let round = 0; round < 3; round++) {
    results.push({
      grep: run('grep', ['-cE', '-f', patterns, log]),
      ours: run(process.execPath, [fileURLToPath(import.meta.url), '--read', log]),
    });
  }
  const best = (key) => Math.min(...results.map((result) => result[key].seconds));
  const grep = best('grep');
  const ours = best('ours');
  const reading = JSON.parse(results[0].ours.output.split('\n').find((line) => line.startsWith('{')));
  console.log(
    `log                ${(size / 2 ** 20).toFixed(0)} MB, ${reading.lines} lines, ${phrases.length} phrases`,
  );
  console.log(`grep -cE           ${grep.toFixed(2)} s   (${results[0].grep.output.trim()} lines)`);
  console.log(
    `analyze-log        ${ours.toFixed(2)} s   (${reading.recognized} lines known, verdict ${reading.cause})`,
  );
  console.log(`ratio              ${(ours / grep).toFixed(2)}  (below 1: faster than grep)`);
  console.log(`peak memory        ${reading.peakMegabytes.toFixed(0)} MB`);
  process.exitCode = reading.peakMegabytes < 200 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command, words) {
  const start = process.hrtime.bigint();
  const { stdout, status, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (status !== 0 && status !== 1) throw new Error(`${command} failed: ${stderr}`);
  return { seconds: Number(process.hrtime.bigint() - start) / 1e9, output: stdout };
}

/** Mostly noise of a firewall and a Linux host, with negotiations of several vendors in between; the same bytes every time. */
function makeLog(path, bytes) {
  let seed = 12345;
  const next = (limit) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % limit;
  };
  const noise = [
    (t) =>
      `${t} gw-1 sshd[${next(9999)}]: Accepted publickey for deploy from 192.0.2.${next(254)} port ${next(65535)} ssh2`,
    (t) =>
      `${t} gw-1 kernel: [${next(999999)}.${next(999999)}] IN=eth0 OUT= MAC=00:11:22 SRC=198.51.100.${next(254)} DST=203.0.113.${next(254)} LEN=${next(1500)} PROTO=TCP SPT=${next(65535)} DPT=443`,
    (t) => `${t} gw-1 systemd[1]: Started Session ${next(99999)} of user root.`,
    (t) => `${t} gw-1 dhcpd[812]: DHCPACK on 192.0.2.${next(254)} to 00:16:3e:${next(99)}:aa:bb via eth1`,
    (t) =>
      `${t} gw-1 nginx: 192.0.2.${next(254)} - - "GET /api/v1/items/${next(99999)} HTTP/1.1" 200 ${next(99999)} "-" "curl/8.1"`,
    (t) =>
      `${t} fw-2 %ASA-6-302013: Built outbound TCP connection ${next(999999)} for outside:203.0.113.${next(254)}/443 to inside:192.0.2.${next(254)}/${next(65535)}`,
    (t) => `${t} gw-1 CRON[${next(9999)}]: (root) CMD (run-parts --report /etc/cron.hourly)`,
    (t) =>
      `${t} gw-1 named[77]: client 192.0.2.${next(254)}#${next(65535)}: query: host${next(999)}.example IN A +E(0)K`,
  ];
  const known = [
    (t) =>
      `${t} gw-1 charon[2428]: 13[IKE] <hub|${next(99)}> retransmit ${next(5)} of request with message ID 0`,
    (t) =>
      `${t} gw-1 pluto[300]: "hub" #${next(99)}: ignoring secured informational payload NO_PROPOSAL_CHOSEN, msgid=1, length=12`,
    (t) =>
      `${t} fw-2 %ASA-3-713123: Group = 203.0.113.9, IP = 203.0.113.9, IKE lost contact with remote peer, deleting connection (keepalive type: DPD)`,
    (t) =>
      `${t} fw-3 1,2026/01/01 00:00:00,0001,SYSTEM,vpn,0,2026/01/01 00:00:00,,ike-nego-p1-fail,gw,0,0,general,informational,"IKE phase-1 negotiation is failed as initiator, main mode. Failed SA: 198.51.100.1[500]-203.0.113.9[500] cookie:a1:0000000000000000 due to timeout."`,
  ];
  const handle = openSync(path, 'w');
  let written = 0;
  let count = 0;
  while (written < bytes) {
    const lines = [];
    for (let index = 0; index < 20_000; index++) {
      const second = count++ >> 6;
      const two = (value) => String(value).padStart(2, '0');
      const time = `Jan ${two(1 + (Math.floor(second / 86400) % 28))} ${two(Math.floor(second / 3600) % 24)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
      const list = next(5000) === 0 ? known : noise;
      lines.push(list[next(list.length)](time));
    }
    written += writeSync(handle, `${lines.join('\n')}\n`);
  }
  closeSync(handle);
}
