// What devices of one process share by a name, such as the address behind which all of them are: its limit of calls, what it thinks of a key.

import type { DevicePorts } from '../vendor.js';

export class PerProcess<T> {
  readonly #known = new WeakMap<DevicePorts, Map<string, T>>();

  get(ports: DevicePorts, name: string, make: () => T): T {
    const ofProcess = this.#known.get(ports) ?? new Map<string, T>();
    this.#known.set(ports, ofProcess);
    const common = ofProcess.get(name) ?? make();
    ofProcess.set(name, common);
    return common;
  }
}
