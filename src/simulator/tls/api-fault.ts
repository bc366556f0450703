// The ways in which the HTTPS interface of a device can misbehave.

export type ApiFault =
  /** Nothing listens any more. */
  | { readonly kind: 'refuse' }
  /** The request is taken and never answered. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Headers and half of the body, then the connection is cut. */
  | { readonly kind: 'close-half' }
  | { readonly kind: 'html' }
  /** A whole reply whose document stops in the middle. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'garbage' }
  /** A document type with entities that multiply; a product that answers in JSON has none. */
  | { readonly kind: 'doctype' }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'deep'; readonly levels: number }
  | { readonly kind: 'http-status'; readonly status: 429 | 500 | 502 | 503 }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'error-code'; readonly code: 12 | 400 | 7 }
  /** `result` without anything, as a command that printed nothing. */
  | { readonly kind: 'empty' }
  /** The role of the API user has not the right for it. */
  | { readonly kind: 'not-authorized' }
  | { readonly kind: 'key-revoked' }
  | { readonly kind: 'log-job-stuck' };

export interface ApiFaultScope {
  /** Only requests whose command contains this text. */
  readonly only?: string;
  /** Only requests of this type: `op`, `log`, `config` of PAN-OS; `monitor`, `cmdb`, `log` of FortiOS. */
  readonly type?: string;
  /** So many requests, then the fault is over. */
  readonly times?: number;
}
