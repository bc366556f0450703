// What the Slack transport may use of the renderer.

export { type HandoffPeople, renderHandoff } from './handoff.js';
export { renderCard, renderEvent } from './incident.js';
export { withoutFeedback } from './judging.js';
export type { PlacedPicture } from './render.js';
export {
  renderPrivate,
  renderProgress,
  renderSentence,
  renderSlack,
  type SlackFile,
  type SlackOptions,
  stopBlock,
} from './render.js';
export type { SlackBlock, SlackMessage } from './shapes.js';
export { bare, withoutPlans } from './steps.js';
export { renderHome, renderView } from './view.js';
