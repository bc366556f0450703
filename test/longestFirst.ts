// What takes longest begins first, so that no worker runs it alone at the end. Vitest knows durations only where it ran before.

import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { longest } from './parts.js';

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const projects = [...new Set(usual.map(({ project }) => project))];
    // Processes of their own: one that comes between others would end theirs, and be the last when all others are done.
    const inOrder = projects.toSorted((one, other) => Number(isAlone(other)) - Number(isAlone(one)));
    return inOrder.flatMap((project) => {
      const own = usual.filter((file) => file.project === project);
      return own.toSorted((one, other) => this.#place(one) - this.#place(other));
    });
  }

  /** Those that are not named keep their order behind the others. */
  #place({ moduleId }: TestSpecification): number {
    const place = longest.indexOf(relative(this.ctx.config.root, moduleId));
    return place < 0 ? longest.length : place;
  }
}

function isAlone({ config }: TestSpecification['project']): boolean {
  return config.isolate;
}
