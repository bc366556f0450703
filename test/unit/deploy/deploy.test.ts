// What stands in deploy/: that it fits the program (ports, routes, paths, settings) and gives it no right that it does not need.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { readSettings } from '../../../src/config/settings.js';
import { healthRoutes } from '../../../src/slack/index.js';

const read = (path: string) => readFileSync(join('deploy', path), 'utf8');
const health = healthRoutes(() => {
  throw new Error('nobody asks');
}).map(({ path }) => path);

/** Whether a line of .dockerignore means this file, or a folder that it is in. Source: docs.docker.com/build/concepts/context/#syntax. */
function fits(rule: string, file: string): boolean {
  const pattern = rule
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '(?:.*/)?')
    .replace(/(?<!\.)\*/g, '[^/]*');
  return new RegExp(`^${pattern}(?:/|$)`).test(file);
}

/** Every value under this key, at whatever depth. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [
    ...(name === key ? [one] : []),
    ...valuesOf(one, key),
  ]);
}

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
const manifests = readdirSync('deploy/kubernetes').flatMap((name) =>
  parseAllDocuments(read(`kubernetes/${name}`)).map((one) => manifest.parse(one.toJS())),
);
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);
const configMap = z.object({ data: z.record(z.string(), z.string()) }).parse(ofKind('ConfigMap')[0]).data[
  'tunnelmedic.yml'
];
const compose = parse(read('container/compose.yml')) as { services: Record<string, Record<string, unknown>> };
const image = read('container/Containerfile');
const unit = read('systemd/tunnelmedic.service');

describe('the configurations that come along', () => {
  it.each([
    ['container/tunnelmedic.yml', read('container/tunnelmedic.yml')],
    ['kubernetes/tunnelmedic.yml', configMap ?? ''],
  ])(
    '%s is valid, listens for health and metrics, and keeps everything in PostgreSQL',
    async (name, text) => {
      const settings = await readSettings(text, `deploy/${name}`, {});
      expect(settings.listen).toEqual({ host: '0.0.0.0', port: 9464 });
      await expect(settings.store.databaseUrl()).rejects.toMatchObject({ code: 'secret-missing' });
      expect(settings.devices).toHaveLength(1);
    },
  );

  it('hold no secret, nor does anything else here', () => {
    const files = ['systemd', 'container', 'kubernetes'].flatMap((folder) =>
      readdirSync(join('deploy', folder)).map((name) => read(`${folder}/${name}`)),
    );
    expect(files.join('\n')).not.toMatch(/xox[abp]-|xapp-|BEGIN [A-Z ]*PRIVATE|LUFRPT/);
    expect(ofKind('Secret')).toEqual([]);
  });
});

describe('Kubernetes', () => {
  const pods = [...ofKind('Deployment'), ...ofKind('StatefulSet')];

  it('asks for health where it is answered, at the port that is listened at', () => {
    const [deployment] = ofKind('Deployment');
    const paths = valuesOf(deployment, 'httpGet').map(
      (one) => z.object({ path: z.string() }).parse(one).path,
    );
    expect(new Set(paths)).toEqual(new Set(health));
    expect(valuesOf(deployment, 'containerPort')).toEqual([9464]);
    expect(valuesOf(valuesOf(deployment, 'readinessProbe'), 'path')).toEqual(['/readyz']);
    const [service] = ofKind('Service').filter((one) => one.metadata.name === 'tunnelmedic');
    expect(valuesOf(service, 'port')).toEqual([9464]);
  });

  it('runs two replicas of one version, not as root, without rights, on a read-only file system', () => {
    const [deployment] = ofKind('Deployment');
    expect(valuesOf(deployment, 'replicas')).toEqual([2]);
    expect(valuesOf(deployment, 'strategy')).toEqual([{ type: 'Recreate' }]);
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(valuesOf(pod, 'runAsNonRoot')).toEqual([true]);
      expect(valuesOf(pod, 'readOnlyRootFilesystem')).toEqual([true]);
      expect(valuesOf(pod, 'allowPrivilegeEscalation')).toEqual([false]);
      expect(valuesOf(pod, 'drop')).toEqual([['ALL']]);
      expect(valuesOf(pod, 'seccompProfile')).toEqual([{ type: 'RuntimeDefault' }]);
      expect(valuesOf(pod, 'limits')).toHaveLength(1);
    }
  });

  it('lets in who scrapes, and out only to names, HTTPS and the database', () => {
    const [policy] = ofKind('NetworkPolicy').filter((one) => one.metadata.name === 'tunnelmedic');
    const spec = z
      .object({ spec: z.object({ ingress: z.unknown(), egress: z.unknown() }) })
      .parse(policy).spec;
    expect(valuesOf(spec.ingress, 'port')).toEqual([9464]);
    expect(new Set(valuesOf(spec.egress, 'port'))).toEqual(new Set([53, 443, 5432]));
  });

  it('selects by labels that its pods carry', () => {
    const labels = pods.flatMap((pod) => valuesOf(valuesOf(pod, 'template'), 'labels'));
    const selected = manifests.flatMap((one) => [
      ...valuesOf(one, 'matchLabels'),
      ...(one.kind === 'Service' ? valuesOf(one, 'selector') : []),
    ]);
    const ours = selected.filter((one) => JSON.stringify(one).includes('app.kubernetes.io/name'));
    expect(ours.length).toBeGreaterThan(7);
    for (const one of ours) expect(labels).toContainEqual(one);
  });
});

describe('the container', () => {
  it('starts as a user of its own what the package installs, and asks for health where it is answered', () => {
    expect(image).toMatch(/^USER 10001:10001$/m);
    expect(image).toMatch(/^ENTRYPOINT \["tunnelmedic"\]$/m);
    expect(image).toContain('http://127.0.0.1:9464/healthz');
    expect(image).toMatch(/^EXPOSE 9464$/m);
    expect(image.lastIndexOf('USER')).toBeGreaterThan(image.lastIndexOf('RUN'));
    const version = /^FROM node:(\d+\.\d+)/m.exec(image)?.[1];
    expect(Number(version)).toBeGreaterThanOrEqual(20.19);
    const names = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(names).toEqual(expect.arrayContaining(['node_modules', '.git', '**/secrets', 'tunnelmedic.yml']));
  });

  it('is built from everything that the build reads: what is left out of a checkout is no source of ours', () => {
    const rules = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const isLeftOut = (file: string): boolean => {
      const last = rules.findLast((rule) => fits(rule.replace('!', ''), file));
      return last !== undefined && !last.startsWith('!');
    };
    const files = ['src', 'scripts', 'playbooks', 'schemas', 'bin', 'deploy/systemd'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    );
    expect(files.filter(isLeftOut)).toEqual([]);
    for (const secret of ['secrets/key', 'deploy/container/secrets/key', 'some/where/secrets'])
      expect(isLeftOut(secret)).toBe(true);
  });

  it('gets no rights from compose, and opens its port to this machine alone', () => {
    const { tunnelmedic, postgresql } = compose.services;
    expect(tunnelmedic).toMatchObject({ read_only: true, cap_drop: ['ALL'], ports: ['127.0.0.1:9464:9464'] });
    expect(postgresql).toMatchObject({ cap_drop: ['ALL'], networks: ['database'] });
    const build = z
      .object({ build: z.object({ context: z.string(), dockerfile: z.string() }) })
      .parse(tunnelmedic);
    expect(existsSync(join('deploy/container', build.build.context, build.build.dockerfile))).toBe(true);
  });
});

describe('the unit of systemd', () => {
  const has = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

  it('starts the service as its own user, with a folder of its own and no capability', () => {
    expect(has('ExecStart')).toBe(
      '/usr/local/bin/tunnelmedic start --config /etc/tunnelmedic/tunnelmedic.yml',
    );
    expect([has('User'), has('StateDirectory'), has('StateDirectoryMode'), has('UMask')]).toEqual([
      'tunnelmedic',
      'tunnelmedic',
      '0700',
      '0077',
    ]);
    expect([has('CapabilityBoundingSet'), has('ProtectSystem'), has('NoNewPrivileges')]).toEqual([
      '',
      'strict',
      'yes',
    ]);
    expect(read('systemd/tunnelmedic.sysusers')).toMatch(/^u tunnelmedic /m);
  });
});
