// Command: schemas/*.json from the schemas that check what people write, and the first line of each file that names its schema. `npm run schemas`

import { readFile, writeFile } from 'node:fs/promises';
import { editorSchemas, firstLineFor, jsonSchemaOf } from './editorSchemas.js';
import { writtenFiles } from './writtenFiles.js';

for (const schema of editorSchemas) {
  await writeFile(`schemas/${schema.file}`, jsonSchemaOf(schema));
  for (const path of await writtenFiles(schema.writes)) {
    const line = firstLineFor(path, schema);
    const text = await readFile(path, 'utf8');
    const rest = text.replace(/^# yaml-language-server:.*\n/, '');
    if (text !== `${line}\n${rest}`) await writeFile(path, `${line}\n${rest}`);
  }
}
process.stdout.write(`${editorSchemas.length} schemas are in schemas/.\n`);
