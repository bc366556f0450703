// Times as Slack shows them, in the browser's own zone.

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const TIME = format({ hour: '2-digit', minute: '2-digit' });
const TIME_SECONDS = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const SHORT = format({ day: 'numeric', month: 'short', year: 'numeric' });
const LONG = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const MEDIUM = format({ day: 'numeric', month: 'long', year: 'numeric' });
const FULL = format({ dateStyle: 'full', timeStyle: 'long' });

const pad = (number) => String(number).padStart(2, '0');

function dayName(date, now) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(date) - midnight(now)) / 86_400_000);
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[days];
}

/** @type {readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]} */
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

function ago(date, now) {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(seconds, 'second');
}

/** Fills the tokens of `<!date^…>`: docs.slack.dev/messaging/formatting-message-text#date-formatting. */
export function formatDate(seconds, pattern, now = new Date()) {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const pretty = (usual) => dayName(date, now) ?? usual.format(date);
  const tokens = {
    date_num: `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`,
    date_slash: `${date.getFullYear()}/${pad(date.getMonth() + 1)}/${pad(date.getDate())}`,
    date: MEDIUM.format(date),
    date_short: SHORT.format(date),
    date_long: LONG.format(date),
    date_pretty: pretty(MEDIUM),
    date_short_pretty: pretty(SHORT),
    date_long_pretty: pretty(LONG),
    time: TIME.format(date),
    time_secs: TIME_SECONDS.format(date),
    ago: ago(date, now),
  };
  return String(pattern).replace(/\{([a-z_]+)\}/g, (whole, name) =>
    Object.hasOwn(tokens, name) ? tokens[name] : whole,
  );
}

const dateOf = (ts) => new Date(Number(ts) * 1000);
export const clock = (ts) => TIME.format(dateOf(ts));
export const fullTime = (ts) => FULL.format(dateOf(ts));
export const dayKey = (ts) => dateOf(ts).toDateString();

/** The divider between days: Today, Yesterday, or the weekday and date. */
export function dayTitle(ts, now = new Date()) {
  const name = dayName(dateOf(ts), now);
  return name === undefined ? LONG.format(dateOf(ts)) : name[0].toUpperCase() + name.slice(1);
}

export function relative(ts, now = new Date()) {
  return ago(dateOf(ts), now);
}
