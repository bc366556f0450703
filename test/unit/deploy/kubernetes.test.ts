// The manifests of deploy/kubernetes against the schemas that Kubernetes publishes: kinds, required fields, types.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as apps from 'kubernetes-models/apps/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}
type Model = new (manifest: never) => { validate(): void };

const models: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  v1: core,
  'apps/v1': apps,
  'networking.k8s.io/v1': networking,
  'policy/v1': policy,
};
const folder = join('deploy', 'kubernetes');
const manifests = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((one) => one.toJS() as Manifest),
);

/** @throws what the schema refuses */
function validate(manifest: Manifest): void {
  const model = models[manifest.apiVersion]?.[manifest.kind] as Model | undefined;
  if (model === undefined) throw new Error(`there is no ${manifest.kind} in ${manifest.apiVersion}`);
  new model(manifest as never).validate();
}

describe('a manifest', () => {
  it.each(manifests.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    'is one that Kubernetes takes: %s',
    (_name, manifest) => {
      expect(() => validate(manifest)).not.toThrow();
    },
  );

  it('would be refused otherwise', () => {
    const deployment = manifests.find(({ kind }) => kind === 'Deployment') as Manifest;
    const wrong = { ...deployment, spec: { replicas: '2' } };
    expect(() => validate(wrong)).toThrow(/must have required property|must be integer/);
    expect(() => validate({ ...deployment, kind: 'Deploiment' })).toThrow('there is no Deploiment');
  });
});
