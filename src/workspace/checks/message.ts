// What Slack demands of a whole message: text, blocks, attachments and metadata together.
import { decodeJson, fieldsListOf, isFields, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Fields } from '../model.js';
import { isRefusal, type Refusal, refuse } from '../refusal.js';
import { checkBlocks } from './blocks.js';
import { Complaints } from './complaints.js';
import { weighText } from './rich.js';

export interface MessageContent {
  text: string;
  blocks: Fields[];
  attachments: Fields[];
  metadata?: Fields;
  warnings: string[];
}

const CUT =
  '[WARN] Your message was truncated but still posted. The `text` field accepts up to 40,000 characters.';

export function readMetadata(value: unknown): Fields | Refusal | undefined {
  if (value === undefined || value === '') return undefined;
  const metadata = decodeJson(value);
  if (!isFields(metadata)) return refuse('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return {};
  if (typeof metadata.event_type !== 'string' || !isFields(metadata.event_payload)) {
    return refuse('invalid_metadata_schema');
  }
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  return bytes > LIMITS.metadataBytes.max ? refuse('metadata_too_large') : metadata;
}

/** Blocks of a message as sent; a refusal says what Slack says. */
export function readBlocks(value: unknown): Fields[] | Refusal {
  if (value === undefined || value === '' || value === null) return [];
  const blocks = decodeJson(value);
  if (!Array.isArray(blocks)) return refuse('invalid_blocks_format');
  if (blocks.length === 0) return [];
  const found = new Complaints();
  checkBlocks(blocks, 'message', '/blocks', found);
  if (found.list.length > 0) {
    return refuse('invalid_blocks', {
      errors: found.list,
      response_metadata: { messages: found.list.map((one) => `[ERROR] ${one}`) },
    });
  }
  const tables = blocks.filter((block) => isFields(block) && block.type === 'table');
  if (tables.length > LIMITS.tablesInMessage.max) {
    return refuse('invalid_attachments', {
      response_metadata: { messages: ['[ERROR] only_one_table_allowed'] },
    });
  }
  if (weighText(blocks) + blocks.length * LIMITS.blockWeight.max > LIMITS.blocksWeight.max) {
    return refuse('msg_blocks_too_long');
  }
  return blocks.filter(isFields);
}

/** The content of chat.postMessage, chat.update, chat.postEphemeral or a response_url post. */
export function readMessage(args: Fields, purpose: 'post' | 'update'): MessageContent | Refusal {
  const blocks = readBlocks(args.blocks);
  if (!Array.isArray(blocks)) return blocks;
  const attachments = decodeJson(args.attachments ?? []);
  if (!Array.isArray(attachments)) return refuse('invalid_attachments');
  if (attachments.length > LIMITS.attachments.max) return refuse('too_many_attachments');
  for (const attachment of fieldsListOf(attachments)) {
    const inner = readBlocks(attachment.blocks);
    if (!Array.isArray(inner)) return inner;
  }
  const markdown = textOf(args.markdown_text);
  if (markdown !== '' && (blocks.length > 0 || textOf(args.text) !== '')) {
    return refuse('markdown_text_conflict');
  }
  if (markdown.length > LIMITS.markdownTotal.max) return refuse('msg_too_long');
  let text = textOf(args.text);
  if (purpose === 'update' && text.length > LIMITS.updateText.max) return refuse('msg_too_long');
  const metadata = readMetadata(args.metadata);
  if (isRefusal(metadata)) return metadata;
  const warnings: string[] = [];
  if (text.length > LIMITS.messageText.max) {
    text = text.slice(0, LIMITS.messageText.max);
    warnings.push(CUT);
  }
  const shown = markdown === '' ? blocks : [{ type: 'markdown', text: markdown }];
  return {
    text: text === '' ? markdown : text,
    blocks: shown,
    attachments: attachments.filter(isFields),
    warnings,
    ...(metadata === undefined ? {} : { metadata }),
  };
}
