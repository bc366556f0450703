// What of a payload is kept: no secret, wherever Slack repeats it, and everything that is needed to go on.

import { describe, expect, it } from 'vitest';
import { keepable } from '../../../../src/slack/threads/keepable.js';

describe('a payload is kept', () => {
  it('with a file as its id and its name, because every address of it holds the name', () => {
    const address = 'https://files.slack.com/files-pri/T1-F1/peer_psk_n4mehorse.log';
    const file = {
      id: 'F1',
      name: 'peer psk=N4meHorse',
      title: 'peer psk=N4meHorse',
      url_private: address,
      url_private_download: address,
      permalink: address,
      permalink_public: address,
      thumb_360: address,
    };
    const shared = { id: 'F1', name: 'peer psk=[removed]' };
    expect(keepable({ event: { files: [file] } })).toEqual({ event: { files: [shared] } });
    const values = { 'in:log': { input: { type: 'file_input', files: [file] } } };
    expect(keepable({ view: { state: { values } } })).toEqual({
      view: { state: { values: { 'in:log': { input: { type: 'file_input', files: [shared] } } } } },
    });
  });

  it('without the password in an address that people wrote', () => {
    const block = { type: 'link', url: 'https://ops:Url5ecret@vpn1.example/config' };
    expect(JSON.stringify(keepable({ blocks: [block] }))).not.toContain('Url5ecret');
  });

  it("with Slack's own address for answers, its tickets and the commands of buttons unchanged", () => {
    const body = {
      response_url: 'https://hooks.slack.com/actions/T1/1/AbCdEfGhIjKlMnOpQrStUvWx',
      trigger_id: '1.2.0123456789abcdef0123456789abcdef',
      response_urls: [{ response_url: 'https://hooks.slack.com/app/T1/2/AbCdEfGhIjKlMnOpQrStUvWx' }],
      view: { hash: '1.a', private_metadata: '{"command":"x"}' },
      actions: [{ value: 'show secret: x' }],
    };
    expect(keepable(body)).toEqual(body);
  });
});
