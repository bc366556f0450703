// Modals and home tabs: who has which open, in which order, with hashes and entered values.
import { LIMITS } from './limits.js';
import type { Fields, View } from './model.js';
import { initialValues } from './values.js';
import type { World } from './world.js';

export class ViewStore {
  private readonly stacks = new Map<string, View[]>();
  private readonly homes = new Map<string, View>();
  private hashes = 0;

  constructor(private readonly world: World) {}

  /** The person's open modals, the bottom first. */
  stack(user: string): View[] {
    return this.stacks.get(user) ?? [];
  }

  home(user: string): View | undefined {
    return this.homes.get(user);
  }

  find(id: string, externalId = ''): View | undefined {
    const all = [...this.stacks.values()].flat().concat([...this.homes.values()]);
    return all.find((view) => view.id === id || (externalId !== '' && view.externalId === externalId));
  }

  open(user: string, body: Fields): View {
    const view = this.make(user, 'modal', body);
    this.stacks.set(user, [view]);
    this.world.announce({ type: 'views', user });
    return view;
  }

  /** Undefined when three modals are open already, Slack's most. */
  push(user: string, body: Fields): View | undefined {
    const stack = this.stack(user);
    if (stack.length >= LIMITS.viewStack.max) return undefined;
    const below = stack.at(-1);
    const view = this.make(user, 'modal', body);
    view.previousId = below?.id ?? null;
    view.rootId = below?.rootId ?? view.id;
    this.stacks.set(user, [...stack, view]);
    this.world.announce({ type: 'views', user });
    return view;
  }

  /** New content for an open view; inputs that are still there keep what was entered. */
  update(view: View, body: Fields): void {
    const before = view.values;
    view.body = body;
    view.externalId = typeof body.external_id === 'string' ? body.external_id : '';
    view.hash = this.newHash();
    view.errors = {};
    view.values = initialValues(body);
    for (const [block, actions] of Object.entries(view.values)) {
      for (const action of Object.keys(actions)) {
        const kept = before[block]?.[action];
        if (kept !== undefined) actions[action] = kept;
      }
    }
    this.world.announce({ type: view.type === 'home' ? 'home' : 'views', user: view.user });
  }

  publish(user: string, body: Fields): View {
    const known = this.homes.get(user);
    if (known !== undefined) {
      this.update(known, body);
      return known;
    }
    const view = this.make(user, 'home', body);
    this.homes.set(user, view);
    this.world.announce({ type: 'home', user });
    return view;
  }

  /** Closes the topmost modal. */
  pop(user: string): View | undefined {
    const stack = this.stack(user);
    const closed = stack.at(-1);
    this.stacks.set(user, stack.slice(0, -1));
    this.world.announce({ type: 'views', user });
    return closed;
  }

  clear(user: string): void {
    this.stacks.delete(user);
    this.world.announce({ type: 'views', user });
  }

  private make(user: string, type: 'modal' | 'home', body: Fields): View {
    const id = this.world.newId('V');
    return {
      id,
      user,
      type,
      hash: this.newHash(),
      rootId: id,
      previousId: null,
      externalId: typeof body.external_id === 'string' ? body.external_id : '',
      body,
      values: initialValues(body),
      errors: {},
    };
  }

  private newHash(): string {
    this.hashes += 1;
    return `${Math.floor(this.world.now() / 1000)}.${this.hashes.toString(36).padStart(6, '0')}`;
  }
}
