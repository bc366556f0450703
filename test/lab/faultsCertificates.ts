// Faults of authentication by certificate, and of the two ends expecting different methods.
import { changeConnection, healthySpec } from './baseSpec.js';
import { DOWN, type Fault } from './fault.js';
import type { CertificateKind, LabSpec } from './spec.js';

const down = { left: DOWN, right: DOWN };

/** Both ends authenticate by certificate; the left end's may be a bad one. */
export function certificateSpec(left: CertificateKind): LabSpec {
  const withLeft = changeConnection(healthySpec(2), 'left', {
    local: { method: 'pubkey', id: 'office.example', certificate: left },
    remote: { method: 'pubkey', id: 'branch.example' },
  });
  return changeConnection(withLeft, 'right', {
    local: { method: 'pubkey', id: 'branch.example', certificate: 'good' },
    remote: { method: 'pubkey', id: 'office.example' },
  });
}

function bad(kind: CertificateKind, title: string): Fault {
  return {
    name: `certificate-${kind}`,
    title: `IKEv2: the certificate of the left end ${title}`,
    spec: certificateSpec(kind),
    initiator: 'left',
    trigger: async (lab) => {
      await lab.left.initiate();
    },
    cause: 'certificate-problem',
    honest: { left: ['auth-rejected-by-peer'] },
    states: down,
  };
}

export const certificateFaults: Fault[] = [
  bad('expired', 'expired'),
  bad('untrusted', 'comes from an authority that the right end does not trust'),
  {
    ...bad('other-name', 'does not contain the identity that is used'),
    alsoTrue: ['peer-id-mismatch'],
  },
  {
    name: 'auth-method',
    title: 'IKEv2: pre-shared key on the left, certificate on the right',
    spec: changeConnection(certificateSpec('good'), 'left', {
      local: { method: 'psk', id: 'office.example' },
      remote: { method: 'psk', id: 'branch.example' },
    }),
    initiator: 'left',
    trigger: async (lab) => {
      await lab.left.initiate();
    },
    cause: 'auth-method-mismatch',
    honest: { left: ['auth-rejected-by-peer'] },
    states: down,
  },
  {
    name: 'large-messages-lost',
    title: 'IKEv2 with certificates, no IKE fragmentation: the path drops IP fragments',
    spec: changeConnection(
      changeConnection(certificateSpec('large'), 'left', { fragmentation: false }),
      'right',
      { fragmentation: false },
    ),
    initiator: 'left',
    trigger: async (lab) => {
      await lab.wan.dropFragments();
      await lab.left.initiate();
    },
    cause: 'fragmentation-mtu',
    honest: { left: ['nat-t-problem'], right: ['nat-t-problem'] },
    states: down,
  },
];
