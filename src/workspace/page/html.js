// The one place that binds the template tag: text in templates always becomes text nodes, never markup.
//
// Why an own renderer and not slack-blocks-to-jsx: that package only displays. Its buttons, menus and inputs carry no
// behavior, data_table stays empty, and it renders on a server with React. Here blocks have to act.
import htm from 'htm';
import { h } from 'preact';

export { render } from 'preact';
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
export const html = htm.bind(h);
