import { describe, expect, it } from 'vitest';
import { factValue } from './evidence.js';

const made = '07[IKE] <to-lyon|1> IKE_SA to-lyon[1] established between 192.0.2.10[a]...203.0.113.20[b]';
const silent = '07[JOB] <to-lyon|1> DPD check timed out, enforcing DPD action';
const refused = '07[IKE] <to-lyon|1> received AUTHENTICATION_FAILED notify error';

function told(lines: readonly string[]) {
  const change = { visible: 'left' as const, logs: { ours: [...lines] } };
  return [factValue(change, 'ours.log.outages'), factValue(change, 'ours.log.outages.by')];
}

function times(count: number, lines: readonly string[]): string[] {
  return [made, ...Array.from({ length: count }, () => [...lines, made]).flat()];
}

describe('a log of a tunnel that stands', () => {
  it('shows that it comes and goes from the third outage on', () => {
    expect(told(times(2, [silent]))[0]).toBe(0);
    expect(told(times(3, [silent]))).toEqual([3, 'silence']);
  });

  it('tells outages apart that did not all begin with silence', () => {
    expect(told(times(4, [refused]))).toEqual([4, 'other']);
    expect(told([...times(3, [silent]), refused, made])).toEqual([4, 'other']);
  });

  it('shows none where an IKE SA is made anew without any trouble, or trouble never ended', () => {
    expect(told(times(6, []))[0]).toBe(0);
    expect(told([silent, refused, silent, made])[0]).toBe(0);
  });

  it('shows none any more once it stands for longer than it did between two outages', () => {
    const quiet = Array.from({ length: 40 }, (_, index) => `07[IKE] <to-lyon|1> nothing special ${index}`);
    expect(told([...times(4, [silent]), ...quiet])[0]).toBe(0);
  });
});
