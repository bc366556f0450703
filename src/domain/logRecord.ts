// A log line that is a record of fields (`reason="…" status="…"`): what of it a person reads as evidence.

/** Old firmware writes texts without quotes: such a value ends where the next field begins. */
const field = /([A-Za-z][\w.-]{0,40})=("(?:[^"\\]|\\.)*"|[^"=]{0,300}?)(?=\s+[A-Za-z][\w.-]{0,40}=|\s*$)/g;
/** Fewer fields are a sentence with a value in it. */
const fewest = 8;
/** A shorter line is read at once. */
const longEnough = 200;
/** What every record of such a log says, and what stands beside the line anyway: its time and its device. */
const framing =
  /^(?:date|time|eventtime|tz|timezone|timestamp|itime|devname|devid|device_name|device_id|device_serial_id|serial|vd|vdom|type|subtype|log_type|log_component|log_subtype|level|pri|severity|priority|idseq|dsource|logver|fwver)$/i;
const empty = /^"?(?:N\/A|NOT-APPLICABLE)?"?$/i;

/** The same line without fields that tell nothing here; another line as it is. */
export function tellingText(text: string): string {
  if (text.length < longEnough) return text;
  const fields = [...text.matchAll(field)].map(([, name = '', value = '']) => ({ name, value }));
  if (fields.length < fewest) return text;
  const described = fields.find(({ name }) => name === 'logdesc')?.value;
  const kept = fields.filter(
    ({ name, value }) =>
      !framing.test(name) && !empty.test(value) && !(name === 'msg' && value === described),
  );
  return kept.length === 0 ? text : `… ${kept.map(({ name, value }) => `${name}=${value}`).join(' ')}`;
}
