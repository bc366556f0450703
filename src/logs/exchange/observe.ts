// Which daemon's words a line is read with.

import { observeCharon } from './charon.js';
import { observeCisco } from './cisco.js';
import { observeFortios } from './fortios.js';
import type { Observation } from './observation.js';
import { observePluto } from './pluto.js';
import { observeRacoon } from './racoon.js';

const readers: Readonly<Record<string, (text: string) => readonly Observation[]>> = {
  strongswan: observeCharon,
  libreswan: observePluto,
  fortios: observeFortios,
  panos: observeRacoon,
  racoon: observeRacoon,
  mikrotik: observeRacoon,
  'cisco-asa': observeCisco,
  'cisco-ios': observeCisco,
};

/** Longer than any line of a daemon but a dump of bytes. */
const longest = 9000;

/** What the line tells about the exchange, in the words of that vendor's daemon; clouds and appliances that are not listed run charon. */
export function observe(text: string, vendor: string): readonly Observation[] {
  const reader = readers[vendor] ?? observeCharon;
  return reader(text.length > longest ? text.slice(0, longest) : text);
}
