import { PassThrough, Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub, scrubValue } from '../../../src/domain/secrets/index.js';
import { StoppedByPerson } from '../../../src/support/abort.js';
import { askHidden } from '../../../src/support/ask.js';
import { TtlCache } from '../../../src/support/cache.js';
import { systemClock } from '../../../src/support/clock.js';
import { KeyedLimiter } from '../../../src/support/limiter.js';
import { createLogger } from '../../../src/support/logger.js';
import { SingleFlight } from '../../../src/support/singleFlight.js';
import { closeMatches, editDistance } from '../../../src/support/textDistance.js';
import { ManualClock } from '../../support/manualClock.js';

describe('the cache', () => {
  const cacheOf = (clock: ManualClock, maxEntries = 10, random = () => 0) =>
    new TtlCache<object | string>({ clock, maxEntries, keepSeconds: 3600, random });

  it('keeps a value beyond its freshness and tells its age', async () => {
    const clock = new ManualClock();
    const cache = cacheOf(clock);
    cache.set('a', 'x', 1000);
    expect(cache.get('a')).toEqual({ value: 'x', ageMs: 0, fresh: true });
    await clock.advance(1500);
    expect(cache.get('a')).toEqual({ value: 'x', ageMs: 1500, fresh: false });
    expect(cache.get('b')).toBe(null);
    cache.close();
  });

  it('calls nothing fresh that was kept before the clock was set back: nobody knows how old it is', () => {
    const clock = new ManualClock();
    const cache = cacheOf(clock);
    cache.set('a', 'x', 1000);
    clock.set(-3_600_000);
    expect(cache.get('a')).toMatchObject({ fresh: false });
    cache.set('a', 'y', 1000);
    expect(cache.get('a')).toMatchObject({ value: 'y', fresh: true });
    cache.close();
  });

  it('shortens freshness by up to a tenth, so that not all expires at once', async () => {
    const clock = new ManualClock();
    const cache = cacheOf(clock, 10, () => 1);
    cache.set('a', 'x', 1000);
    await clock.advance(899);
    expect(cache.get('a')?.fresh).toBe(true);
    await clock.advance(2);
    expect(cache.get('a')?.fresh).toBe(false);
    cache.close();
  });

  it('hands out the very value, no copy', () => {
    const cache = cacheOf(new ManualClock());
    const value = { deep: { er: 1n } };
    cache.set('a', value, 1000);
    expect(cache.get('a')?.value).toBe(value);
    cache.close();
  });

  it('never grows beyond its bound; the oldest leaves', () => {
    const cache = cacheOf(new ManualClock(), 3);
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 1000);
    cache.set('a', 'again', 1000);
    cache.set('d', 'd', 1000);
    expect([cache.size, cache.get('b'), cache.get('a')?.value]).toEqual([3, null, 'again']);
    cache.close();
  });
});

describe('one flight that goes on alone', () => {
  const begin = () => {
    const flights = new SingleFlight<number>();
    let ended: unknown = null;
    const work = (stop: AbortSignal) =>
      new Promise<number>((_, reject) => {
        stop.addEventListener('abort', () => {
          ended = stop.reason;
          reject(stop.reason);
        });
      });
    const join = (asker: AbortController) => flights.join('a', asker.signal, work, true);
    return { flights, join, ended: () => ended };
  };

  it('goes on when its asker is late, and ends when a person stopped it', async () => {
    const late = begin();
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = late.join(first);
    first.abort(new Error('late'));
    await expect(waiting).rejects.toThrow('late');
    expect(late.ended()).toBeNull();
    const stopped = late.join(second);
    second.abort(new StoppedByPerson('Ana'));
    await expect(stopped).rejects.toThrow('stopped by Ana');
    expect(late.ended()).not.toBeNull();
    expect(late.flights.inFlight).toBe(0);
  });

  it('is not taken from somebody else who waits for it', async () => {
    const shared = begin();
    const [ana, bo] = [new AbortController(), new AbortController()];
    const anas = shared.join(ana);
    const bos = shared.join(bo);
    ana.abort(new StoppedByPerson('Ana'));
    await expect(anas).rejects.toThrow('stopped by Ana');
    expect(shared.ended()).toBeNull();
    bo.abort(new StoppedByPerson('Bo'));
    await expect(bos).rejects.toThrow('stopped by Bo');
    expect(shared.ended()).not.toBeNull();
  });
});

describe('one flight', () => {
  const signal = () => new AbortController().signal;

  it('does the work once for all who wait, and anew afterwards', async () => {
    const flights = new SingleFlight<number>();
    let times = 0;
    const work = async () => {
      times += 1;
      return times;
    };
    expect(await Promise.all([flights.join('a', signal(), work), flights.join('a', signal(), work)])).toEqual(
      [1, 1],
    );
    expect(await flights.join('a', signal(), work)).toBe(2);
    expect(flights.inFlight).toBe(0);
  });

  it('never remembers a failure', async () => {
    const flights = new SingleFlight<number>();
    await expect(flights.join('a', signal(), () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await flights.join('a', signal(), async () => 1)).toBe(1);
  });

  it('ends the work when the last who waits has gone, not before', async () => {
    const flights = new SingleFlight<number>();
    const [one, two] = [new AbortController(), new AbortController()];
    let aborted = false;
    const work = (stop: AbortSignal) =>
      new Promise<number>((_, reject) =>
        stop.addEventListener('abort', () => {
          aborted = true;
          reject(stop.reason);
        }),
      );
    const first = flights.join('a', one.signal, work).catch(() => 'gone');
    const second = flights.join('a', two.signal, work).catch(() => 'gone');
    one.abort();
    expect(await first).toBe('gone');
    expect(aborted).toBe(false);
    two.abort();
    expect(await second).toBe('gone');
    expect(aborted).toBe(true);
  });
});

describe('the limiter', () => {
  it('holds each key to its number at a time', async () => {
    const limiter = new KeyedLimiter(2);
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 10 }, () => limiter.run('a', work)));
    expect(most).toBe(2);
  });
});

describe('did you mean', () => {
  it('counts edits, a swap as one', () => {
    expect(editDistance('tunnel', 'tunnel')).toBe(0);
    expect(editDistance('tunnel', 'tunel')).toBe(1);
    expect(editDistance('tunnel', 'tunenl')).toBe(1);
    expect(editDistance('abc', '')).toBe(3);
  });

  it('is a distance', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, 20)).toBe(editDistance(b, a, 20));
        expect(editDistance(a, b, 20) === 0).toBe(a === b);
      }),
    );
  });

  it('offers what is close and nothing else', () => {
    const names = ['tunnel-x', 'paris-hq', 'oslo', 'paris-oslo'];
    expect(closeMatches('tunel_x', names)).toEqual(['tunnel-x']);
    expect(closeMatches('tunel', names)).toEqual(['tunnel-x']);
    expect(closeMatches('paris', names)).toEqual(['paris-hq', 'paris-oslo']);
    expect(closeMatches('zzzz', names)).toEqual([]);
    expect(closeMatches('', names)).toEqual([]);
  });
});

describe('the log of the program', () => {
  it('takes secrets out by name and by shape', () => {
    expect(
      scrubValue({
        apiKey: 'abc',
        botToken: 'x',
        nested: { psk: 'y', name: 'gw', password: 'z' },
        monkey: 'stays',
      }),
    ).toEqual({
      apiKey: '[removed]',
      botToken: '[removed]',
      nested: { psk: '[removed]', name: 'gw', password: '[removed]' },
      monkey: 'stays',
    });
    const secrets = [
      'xoxb-123456789-abcdef',
      'xapp-1-A123-456-abc',
      'https://fw/api/?type=op&key=LUFRPT1abcdefghijk==',
      'password=hunter2222',
      'X-PAN-KEY: LUFRPT1abcdefghijkl',
      '<key>topsecretvalue</key>',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----',
    ];
    for (const secret of secrets)
      expect(scrub(`before ${secret} after`).text).not.toMatch(
        /123456789-abcdef|A123-456|LUFRPT1abc|hunter2222|topsecretvalue|MIIabc/,
      );
  });

  it('leaves addresses and SPIs: they are the diagnosis', () => {
    const line = 'IKE SA 203.0.113.9[500] SPI:6c37c2d5b6cd6ff6 proposal AES256 keying tries 1';
    expect(scrub(line).text).toBe(line);
  });

  it('never fails, whatever is logged', () => {
    const loop: Record<string, unknown> = { big: 1n };
    loop.self = loop;
    expect(() => scrubValue(loop)).not.toThrow();
    fc.assert(fc.property(fc.anything(), (value) => void scrubValue(value)));
  });

  it('writes one line of JSON without the secret', () => {
    let written = '';
    const into = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    createLogger('info', into).info({ apiKey: 'abc', device: 'fw-a' }, 'asked with key=LUFRPT1abcdefghijk');
    expect(JSON.parse(written)).toMatchObject({ apiKey: '[removed]', device: 'fw-a' });
    expect(written).not.toContain('LUFRPT1abc');
  });
});

describe('asking for a password', () => {
  const stays = new AbortController().signal;

  it('takes the first line of what is piped in', async () => {
    expect(await askHidden('? ', Readable.from(['secret\nmore\n']), () => undefined, stays)).toBe('secret');
    expect(await askHidden('? ', Readable.from(['sec', 'ret']), () => undefined, stays)).toBe('secret');
    expect(await askHidden('? ', Readable.from([]), () => undefined, stays)).toBe(null);
  });

  it('shows nothing of it on a terminal, and lets a mistake be taken back', async () => {
    const said: string[] = [];
    const raw: boolean[] = [];
    const terminal = Object.assign(Readable.from(['sex\u007Fcret\r']), {
      isTTY: true,
      setRawMode: (on: boolean) => raw.push(on),
    });
    expect(await askHidden('Password: ', terminal, (text) => said.push(text), stays)).toBe('secret');
    expect([said.join(''), raw]).toEqual(['Password: \n', [true, false]]);
  });

  it('ends with the signal that ends the program, and leaves the terminal as it was', async () => {
    const stop = new AbortController();
    const raw: boolean[] = [];
    const terminal = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (on: boolean) => raw.push(on),
    });
    const asked = askHidden('Password: ', terminal, () => undefined, stop.signal);
    stop.abort(new Error('ended'));
    await expect(asked).rejects.toThrow('ended');
    expect(raw).toEqual([true, false]);
  });
});

describe('the system clock', () => {
  it('stops waiting with the reason of the signal', async () => {
    const stop = new AbortController();
    const waiting = systemClock.sleep(60_000, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
