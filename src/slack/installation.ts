// Which workspace and app we are installed as, and whether a payload is for that.

export interface Identity {
  readonly botUserId: string;
  readonly botId: string;
  /** Empty when Slack does not tell. */
  readonly teamId: string;
  readonly enterpriseId: string;
  readonly appId: string;
}

/** A payload tells of an installation, but not which bot it is. */
type Known = Pick<Identity, 'teamId' | 'enterpriseId' | 'appId'> & Partial<Identity>;

type Fields = Readonly<Record<string, unknown>>;

export class Installation {
  #teamId = '';
  #enterpriseId = '';
  #appId = '';
  #botIds: readonly string[] = [];

  /** Of the workspace that we are installed in; empty while nobody told. */
  get teamId(): string {
    return this.#teamId;
  }

  /** From `auth.test`; what it leaves out stays as it was. */
  learn({ teamId, enterpriseId, appId, botId = '', botUserId = '' }: Known): void {
    this.#botIds = [botId, botUserId].filter((id) => id !== '');
    this.#teamId = teamId || this.#teamId;
    this.#enterpriseId = enterpriseId || this.#enterpriseId;
    this.#appId = appId || this.#appId;
  }

  /** @param ids of an app, its bot or its bot's user. While nobody told who we are, what we wrote is known by its metadata alone. */
  isOneOfUs(ids: readonly string[]): boolean {
    return ids.some((id) => id === this.#appId || this.#botIds.includes(id));
  }

  /**
   * True when the payload names another workspace or app than ours. Call it for authentic payloads only: where `auth.test` does not tell
   * the app, the first one that comes is ours. A payload that names none is not foreign.
   */
  isForeign(body: unknown): boolean {
    if (!isFields(body)) return false;
    const teams = teamsOf(body);
    const known = [this.#teamId, this.#enterpriseId].filter((id) => id !== '');
    if (this.#teamId !== '' && teams.length > 0 && !teams.some((id) => known.includes(id))) return true;
    const app = textOf(body.api_app_id);
    if (app === '') return false;
    if (this.#appId === '' && this.#teamId !== '') this.#appId = app;
    return this.#appId !== '' && app !== this.#appId;
  }
}

/**
 * The installations that a payload is for. In channels shared with others `team_id` and `team` may be the sender's; then
 * `authorizations` (events) and `view.app_installed_team_id` (forms) name ours. Source: docs.slack.dev/apis/slack-connect.
 */
function teamsOf(body: Fields): readonly string[] {
  const authorizations = Array.isArray(body.authorizations) ? body.authorizations.filter(isFields) : [];
  const told: readonly (readonly unknown[])[] = [
    authorizations.flatMap((one) => [one.team_id, one.enterprise_id]),
    [fieldsOf(body.view).app_installed_team_id],
    [
      fieldsOf(body.team).id,
      fieldsOf(body.enterprise).id,
      body.team_id,
      body.context_team_id,
      body.enterprise_id,
    ],
  ];
  return told.map((ids) => ids.map(textOf).filter((id) => id !== '')).find((ids) => ids.length > 0) ?? [];
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
