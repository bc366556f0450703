// rich_text blocks: Slack's own tree to the same nodes as mrkdwn. Pure.
import { isSafeUrl } from './mrkdwn.js';

function styled(node, style) {
  let made = style?.code === true && node.kind === 'text' ? { kind: 'code', text: node.text } : node;
  if (style?.strike === true) made = { kind: 'strike', children: [made] };
  if (style?.italic === true) made = { kind: 'italic', children: [made] };
  if (style?.bold === true) made = { kind: 'bold', children: [made] };
  return made;
}

function lines(value) {
  return String(value)
    .split('\n')
    .flatMap((line, index) => {
      const node = { kind: 'text', text: line };
      return index === 0 ? [node] : [{ kind: 'break' }, node];
    });
}

function inlineNodes(element) {
  const { style } = element;
  switch (element.type) {
    case 'text':
      return lines(element.text ?? '').map((node) => (node.kind === 'break' ? node : styled(node, style)));
    case 'link': {
      const label = [{ kind: 'text', text: element.text ?? element.url ?? '' }];
      return isSafeUrl(element.url ?? '')
        ? [styled({ kind: 'link', url: element.url, children: label }, style)]
        : label;
    }
    case 'user':
      return [styled({ kind: 'user', id: element.user_id, text: '' }, style)];
    case 'usergroup':
      return [{ kind: 'group', id: element.usergroup_id, text: '' }];
    case 'channel':
      return [styled({ kind: 'channel', id: element.channel_id, text: '' }, style)];
    case 'emoji':
      return [{ kind: 'emoji', name: element.name ?? '' }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: element.range ?? 'here' }];
    case 'date':
      return [
        {
          kind: 'date',
          seconds: String(element.timestamp ?? ''),
          pattern: element.format ?? '{date_short_pretty} {time}',
          url: element.url ?? '',
          fallback: element.fallback ?? '',
        },
      ];
    case 'color':
      return [{ kind: 'code', text: element.value ?? '' }];
    default:
      return [];
  }
}

const section = (element) => (element.elements ?? []).flatMap(inlineNodes);

function partNode(part) {
  switch (part.type) {
    case 'rich_text_section':
      return { kind: 'paragraph', children: section(part) };
    case 'rich_text_preformatted':
      return { kind: 'pre', text: (part.elements ?? []).map((one) => one.text ?? one.url ?? '').join('') };
    case 'rich_text_quote':
      return { kind: 'quote', children: section(part) };
    case 'rich_text_list':
      return {
        kind: 'list',
        ordered: part.style === 'ordered',
        start: (part.offset ?? 0) + 1,
        indent: part.indent ?? 0,
        items: (part.elements ?? []).map(section),
      };
    default:
      return { kind: 'paragraph', children: [] };
  }
}

export function parseRichText(block) {
  return (block?.elements ?? []).map(partNode);
}
