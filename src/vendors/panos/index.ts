// The PAN-OS adapter's door: a firewall as a Device, its settings, and obtaining an API key.

export { createPanosDevice } from './device.js';
export { KeyGate } from './keyGate.js';
export { type KeygenRequest, obtainApiKey } from './keygen.js';
export { type PanosSettings, type PanosSettingsInput, panosSettingsSchema } from './settings.js';
