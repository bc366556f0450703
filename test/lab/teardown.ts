// What has to be undone, by the ids that were made, however the run ends.

/** Undo steps in reverse order of making. Steps are synchronous so that they also work while the process exits. */
export class Teardown {
  readonly #steps: (() => void)[] = [];
  readonly #onExit = (): void => this.run();
  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.run();
    process.kill(process.pid, signal);
  };

  constructor() {
    process.once('exit', this.#onExit);
    process.once('SIGINT', this.#onSignal);
    process.once('SIGTERM', this.#onSignal);
  }

  add(step: () => void): void {
    this.#steps.push(step);
  }

  /** Undoes everything once; one failing step does not keep the others from running. */
  run(): void {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        step();
      } catch {
        // The next steps matter more than this one; what stays behind is an empty namespace or a temporary file.
      }
    }
    process.off('exit', this.#onExit);
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
  }
}
