// The page's own icons, drawn, so that they look the same where a machine has no symbol or emoji font.
import { html } from './html.js';

const PATHS = {
  plus: 'M10 4v12M4 10h12',
  smile:
    'M10 2.8a7.200 7.200 0 1 0 0 14.400a7.200 7.200 0 1 0 0-14.400M7.300 8v.6M12.700 8v.6M6.700 11.800c1.600 2.600 5 2.600 6.600 0',
  thread: 'M3 4.500h14v9.500H9l-3.500 3v-3H3z',
  dots: 'M10 4.700v.1M10 10v.1M10 15.300v.1',
  bars: 'M3.500 5.500h13M3.500 10h13M3.500 14.500h13',
  back: 'M16.500 10h-13M9 4.500L3.500 10L9 15.500',
  close: 'M5 5l10 10M15 5L5 15',
  bolt: 'M11.500 2.500L4.500 11.500h5l-1 6l7-9h-5z',
  home: 'M3.500 9.500L10 3.500l6.500 6v7h-4.500v-4.500h-4v4.500h-4.500z',
  eye: 'M2.500 10c3.600-6 11.400-6 15 0c-3.600 6-11.400 6-15 0M10 8a2 2 0 1 0 0 4a2 2 0 1 0 0-4',
};

export function Icon({ name }) {
  return html`<svg class=${`icon icon-${name}`} viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
