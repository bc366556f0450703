// The fields of one row of comma-separated values, as spreadsheets and syslog exports write them.

/** @param most the rest of a longer row is left out */
export function csvFields(text: string, most: number, separator = ','): string[] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < most && from <= text.length) {
    if (text[from] === '"') {
      let end = from + 1;
      while (end < text.length && !(text[end] === '"' && text[end + 1] !== '"'))
        end += text[end] === '"' ? 2 : 1;
      fields.push(text.slice(from + 1, end).replaceAll('""', '"'));
      from = end + 2;
    } else {
      const end = text.indexOf(separator, from);
      fields.push(text.slice(from, end < 0 ? text.length : end));
      from = end < 0 ? text.length + 1 : end + 1;
    }
  }
  return fields;
}
