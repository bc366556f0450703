// What asking the firewalls costs and brings, counted where every question to a device passes.

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock } from '../domain/clock.js';
import type { CertificateInfo, Device, EvidenceKind, EvidenceTypes } from '../domain/device.js';
import type { GapReason, Observation } from '../domain/observation.js';

/** The device did not answer, or not us: nothing is known of its tunnels. */
const away: readonly GapReason[] = ['unreachable', 'timeout', 'untrusted', 'unauthorized', 'busy', 'standby'];
/** More certificates of one device are not told. */
const mostCertificates = 100;

export class DeviceMetrics {
  readonly #clock: Clock;
  readonly #calls: Counter<'device' | 'result'>;
  readonly #seconds: Histogram<'device'>;
  readonly #sweeps: Histogram;
  readonly #reachable: Gauge<'device'>;
  readonly #expiry: Gauge<'device' | 'certificate' | 'use'>;

  constructor(registry: Registry, clock: Clock) {
    this.#clock = clock;
    const registers = [registry];
    this.#calls = new Counter({
      name: 'tunnelmedic_device_calls_total',
      help: 'Calls to a device, by what the question that made them brought: answered, or the reason why not.',
      labelNames: ['device', 'result'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'tunnelmedic_device_question_seconds',
      help: 'How long one question to a device took, with all its calls.',
      labelNames: ['device'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    this.#sweeps = new Histogram({
      name: 'tunnelmedic_watch_sweep_seconds',
      help: 'How long one look at all tunnels of a device took.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    });
    this.#reachable = new Gauge({
      name: 'tunnelmedic_device_reachable',
      help: '1 when the device answered the last question, 0 when it could not be asked, NaN before the first.',
      labelNames: ['device'],
      registers,
    });
    this.#expiry = new Gauge({
      name: 'tunnelmedic_device_certificate_expiry_timestamp_seconds',
      help: 'When a certificate of a device ends.',
      labelNames: ['device', 'certificate', 'use'],
      registers,
    });
  }

  /** The same device, whose questions are counted. */
  observe(device: Device): Device {
    const { name } = device;
    let counted = device.callCount();
    this.#reachable.set({ device: name }, Number.NaN);
    this.#calls.inc({ device: name, result: 'answered' }, 0);
    const fetch: Device['fetch'] = async (kind, scope, call) => {
      const begunMs = this.#clock.now().getTime();
      const answer = await device.fetch(kind, scope, call);
      const seconds = Math.max(0, this.#clock.now().getTime() - begunMs) / 1000;
      // Of questions at the same time each takes what was not counted yet, so that the sum is right.
      const calls = device.callCount();
      this.#calls.inc({ device: name, result: answer.known ? 'answered' : answer.reason }, calls - counted);
      const asked = calls > counted;
      counted = calls;
      if (asked) this.#seconds.observe({ device: name }, seconds);
      if (kind === 'sweep') this.#sweeps.observe(seconds);
      this.#learn(name, kind, answer, call.signal.aborted);
      return answer;
    };
    return {
      name,
      vendor: device.vendor,
      answers: device.answers,
      fetch,
      checks: () => device.checks(),
      capture: (call) => device.capture(call),
      callCount: () => device.callCount(),
      close: () => device.close(),
    };
  }

  #learn<K extends EvidenceKind>(
    device: string,
    kind: K,
    answer: Observation<EvidenceTypes[K]>,
    isLeft: boolean,
  ): void {
    if (answer.known) this.#reachable.set({ device }, 1);
    else if (away.includes(answer.reason) && !isLeft) this.#reachable.set({ device }, 0);
    if (kind === 'certificates' && answer.known)
      this.#learnCertificates(device, answer.value as EvidenceTypes['certificates']);
  }

  #learnCertificates(device: string, certificates: readonly CertificateInfo[]): void {
    for (const certificate of certificates.slice(0, mostCertificates)) {
      const { name, subject, use, notAfter } = certificate;
      const atMs = Date.parse(notAfter);
      if (Number.isNaN(atMs)) continue;
      this.#expiry.set({ device, certificate: (name ?? subject).slice(0, 200), use }, atMs / 1000);
    }
  }
}
