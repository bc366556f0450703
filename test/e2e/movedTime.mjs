// Loaded into a service before its own code: the process's time, its database's included, can be moved ahead by its parent, so that an hour of waiting costs none.

const RealDate = Date;
let aheadMs = Number(process.env.TIME_AHEAD_MS ?? 0);
const now = () => RealDate.now() + aheadMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, words, of) => Reflect.construct(target, words.length === 0 ? [now()] : words, of),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

process.on('message', (message) => {
  aheadMs = message.aheadMs;
  process.send({ aheadMs });
});
// Being told what time it is must not keep a process alive.
process.channel?.unref();
