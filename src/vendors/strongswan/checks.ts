// What is checked of a daemon before evidence is asked of it: its socket, each command that is sent, and the files that belong to it.

import { type Check, type CheckCall, type CheckFinding, fails, warns, well } from '../../domain/check.js';
import type { DeviceChecks } from '../../domain/device.js';
import type { ViciClient } from './client.js';
import { readConfigFile } from './configFile.js';
import { reads } from './requests.js';
import type { StrongswanSettings } from './settings.js';
import { viciAddressText } from './viciAddress.js';

export function strongswanChecks(settings: StrongswanSettings, client: ViciClient): DeviceChecks {
  const { name, configFile } = settings;
  const socket = `${name}: VICI socket`;
  const commands: Check = {
    what: `${name}: VICI commands`,
    needs: [socket],
    run: (call) => tryCommands(client, call),
  };
  const file = configFile === undefined ? [] : [configCheck(name, configFile)];
  return {
    checks: [
      { what: socket, needs: [], run: (call) => openSocket(settings, client, call) },
      commands,
      ...file,
    ],
    open: [socket],
  };
}

async function openSocket(
  { vici }: StrongswanSettings,
  client: ViciClient,
  call: CheckCall,
): Promise<CheckFinding> {
  const reply = await client.ask(reads.version, {}, call);
  return reply.ok
    ? well(`The daemon answers at ${viciAddressText(vici)}.`)
    : fails(reply.fault.says, reply.fault.remedy);
}

async function tryCommands(client: ViciClient, call: CheckCall): Promise<CheckFinding> {
  const all = Object.values(reads);
  for (const request of all) {
    const reply = await client.ask(request, {}, call);
    if (reply.ok) continue;
    const says = `\`${request.command}\` was not answered: ${reply.fault.says}`;
    return reply.fault.reason === 'not-supported'
      ? warns(says, reply.fault.remedy)
      : fails(says, reply.fault.remedy);
  }
  return well(`Each of the ${all.length} commands that are ever sent was answered.`);
}

function configCheck(name: string, path: string): Check {
  return {
    what: `${name}: swanctl.conf`,
    needs: [],
    async run() {
      const read = await readConfigFile(path);
      return read.ok ? well(`${path} is read.`) : fails(read.fault.says, read.fault.remedy);
    },
  };
}
