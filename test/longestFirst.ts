// What takes longest begins first, so that no worker runs it alone at the end. Vitest knows durations only where it ran before.

import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { apart, longest } from './parts.js';

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    const [own, shared] = [
      usual.filter((file) => this.#isApart(file)),
      usual.filter((file) => !this.#isApart(file)),
    ];
    const projects = [...new Set(shared.map(({ project }) => project))];
    return [
      // A process of its own: one that comes between others would end theirs, and be the last when all others are done.
      ...own,
      ...projects.flatMap((project) =>
        shared
          .filter((file) => file.project === project)
          .toSorted((one, other) => this.#place(one) - this.#place(other)),
      ),
    ];
  }

  #isApart(file: TestSpecification): boolean {
    return apart.includes(this.#path(file));
  }

  /** Those that are not named keep their order behind the others. */
  #place(file: TestSpecification): number {
    const place = longest.indexOf(this.#path(file));
    return place < 0 ? longest.length : place;
  }

  #path({ moduleId }: TestSpecification): string {
    return relative(this.ctx.config.root, moduleId);
  }
}
