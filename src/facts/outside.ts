// The interface by which IKE and ESP of each end leave, and whether it has link.

import { text, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, observed } from './perEnd.js';

const facts: readonly EndFact[] = [
  {
    name: 'outside.interface',
    type: text,
    says: 'The interface by which IKE and ESP of {end} leave.',
    needs: ['path'],
    derive: ({ end }) =>
      observed(
        end.path,
        ({ outside }) => (outside ? { value: outside.name, text: outside.name } : null),
        `${end.name} does not tell by which interface IKE leaves.`,
      ),
  },
  {
    name: 'outside.up',
    type: yesNo,
    says: 'Whether the interface by which IKE and ESP of {end} leave has link.',
    needs: ['path'],
    derive: ({ end }) =>
      observed(
        end.path,
        ({ outside }) =>
          outside?.up == null
            ? null
            : { value: yes(outside.up), text: `${outside.name}: ${outside.up ? 'link up' : 'no link'}` },
        `${end.name} does not tell whether its outside interface has link.`,
      ),
  },
];

export const outsideFacts = forEachEnd(facts);
