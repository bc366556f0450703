// The Block Kit words that we write, as types: a small part of Slack's, so that the renderer stays free of Slack's packages.

interface RichStyle {
  readonly bold?: true;
  readonly code?: true;
}

export type RichInline =
  | { readonly type: 'text'; readonly text: string; readonly style?: RichStyle }
  | { readonly type: 'link'; readonly url: string; readonly text: string }
  | { readonly type: 'user'; readonly user_id: string }
  | { readonly type: 'usergroup'; readonly usergroup_id: string }
  | { readonly type: 'date'; readonly timestamp: number; readonly format: string; readonly fallback: string };

export interface RichSection {
  readonly type: 'rich_text_section';
  readonly elements: readonly RichInline[];
}

export type RichElement =
  | RichSection
  | { readonly type: 'rich_text_list'; readonly style: 'bullet'; readonly elements: readonly RichSection[] }
  | { readonly type: 'rich_text_preformatted'; readonly elements: readonly RichInline[] };

export interface RichText {
  readonly type: 'rich_text';
  readonly elements: readonly RichElement[];
}

export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: boolean;
}

export interface MrkdwnText {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

export interface Button {
  readonly type: 'button';
  readonly action_id: string;
  readonly text: PlainText;
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

export interface Menu {
  readonly type: 'static_select';
  readonly action_id: string;
  readonly placeholder: PlainText;
  readonly options: readonly { readonly text: PlainText; readonly value: string }[];
}

/** The dots: a menu that keeps no choice, so that the same option can be chosen again. */
export interface Overflow {
  readonly type: 'overflow';
  readonly action_id: string;
  readonly options: readonly { readonly text: PlainText; readonly value: string }[];
}

/** One thumb; what a screen reader says is its label. */
export interface FeedbackButton {
  readonly text: PlainText;
  readonly value: string;
  readonly accessibility_label: string;
}

export interface Task {
  readonly type: 'task_card';
  readonly task_id: string;
  readonly title: string;
  /** Of Slack's four the three that a finished step can have. */
  readonly status: 'pending' | 'complete' | 'error';
  readonly details?: RichText;
}

export type SlackBlock =
  | RichText
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'context'; readonly elements: readonly (PlainText | MrkdwnText)[] }
  | { readonly type: 'section'; readonly text: MrkdwnText; readonly accessory: Overflow }
  | { readonly type: 'divider' }
  | { readonly type: 'actions'; readonly elements: readonly (Button | Menu | Overflow)[] }
  | {
      readonly type: 'context_actions';
      readonly elements: readonly {
        readonly type: 'feedback_buttons';
        readonly action_id: string;
        readonly positive_button: FeedbackButton;
        readonly negative_button: FeedbackButton;
      }[];
    }
  | {
      readonly type: 'table';
      readonly rows: readonly (readonly RichText[])[];
      readonly column_settings: readonly { readonly is_wrapped: boolean }[];
    }
  | { readonly type: 'plan'; readonly title: string; readonly tasks: readonly Task[] };

/** What chat.postMessage, chat.postEphemeral and chat.update take beside the channel. */
export interface SlackMessage {
  /** What notifications and screen readers say; already escaped. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export function plainText(text: string): PlainText {
  return { type: 'plain_text', text, emoji: false };
}

export function richText(elements: readonly RichElement[]): RichText {
  return { type: 'rich_text', elements };
}

export function section(elements: readonly RichInline[]): RichSection {
  return { type: 'rich_text_section', elements };
}
