// Emoji short names that bots and engineers use, and the characters of them. Unknown names stay as they were typed.

const TABLE = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵
large_purple_circle 🟣|large_brown_circle 🟤|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧
large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛
rotating_light 🚨|eyes 👀|mag 🔍|mag_right 🔎|memo 📝|pencil 📝|pencil2 ✏️|lock 🔒|unlock 🔓|key 🔑|closed_lock_with_key 🔐
information_source ℹ️|question ❓|grey_question ❔|exclamation ❗|grey_exclamation ❕|bell 🔔|no_bell 🔕|zap ⚡|fire 🔥
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|clock1 🕐|clock3 🕒|clock9 🕘|watch ⌚|calendar 📆|date 📅
arrows_counterclockwise 🔄|arrows_clockwise 🔃|repeat 🔁|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️
arrow_upper_right ↗️|arrow_lower_right ↘️|left_right_arrow ↔️|arrow_up_down ↕️|arrow_forward ▶️|double_vertical_bar ⏸️
black_square_for_stop ⏹️|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|pushpin 📌|round_pushpin 📍
speech_balloon 💬|thought_balloon 💭|wave 👋|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|raised_hands 🙌|clap 👏|pray 🙏
point_right 👉|point_up ☝️|handshake 🤝|tada 🎉|heart ❤️|100 💯|bulb 💡|wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️|toolbox 🧰
globe_with_meridians 🌐|earth_africa 🌍|satellite 🛰️|satellite_antenna 📡|electric_plug 🔌|battery 🔋|computer 💻
desktop_computer 🖥️|iphone 📱|phone ☎️|telephone_receiver 📞|email 📧|envelope ✉️|package 📦|shield 🛡️|no_entry ⛔
no_entry_sign 🚫|octagonal_sign 🛑|construction 🚧|traffic_light 🚦|vertical_traffic_light 🚦|zzz 💤|sleeping 😴|crescent_moon 🌙
sunrise 🌅|sunny ☀️|new 🆕|page_facing_up 📄|clipboard 📋|books 📚|book 📖|file_folder 📁|open_file_folder 📂|paperclip 📎
link 🔗|bust_in_silhouette 👤|busts_in_silhouette 👥|robot_face 🤖|ambulance 🚑|hospital 🏥|stethoscope 🩺|pill 💊|syringe 💉
checkered_flag 🏁|triangular_flag_on_post 🚩|white_flag 🏳️|heavy_plus_sign ➕|heavy_minus_sign ➖|heavy_multiplication_x ✖️
small_blue_diamond 🔹|small_orange_diamond 🔸|large_blue_diamond 🔷|large_orange_diamond 🔶|small_red_triangle 🔺
small_red_triangle_down 🔻|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|zero 0️⃣
slightly_smiling_face 🙂|smile 😄|grin 😁|joy 😂|thinking_face 🤔|face_with_monocle 🧐|sweat_smile 😅|disappointed 😞|sob 😭
tunnel 🚇|bridge_at_night 🌉|railway_track 🛤️|hole 🕳️|broken_heart 💔|boom 💥|mute 🔇|loud_sound 🔊|recycle ♻️|trophy 🏆
`;

const EMOJI = new Map(
  TABLE.split(/[|\n]/)
    .map((pair) => pair.trim().split(' '))
    .filter((pair) => pair.length === 2)
    .map(([name, character]) => [name, character]),
);

/** The character of a short name, or undefined. A skin tone after `::` is dropped. */
export function emojiOf(name) {
  return EMOJI.get(String(name).replace(/::skin-tone-\d$/, ''));
}

/** Replaces `:name:` in plain text, as Slack does in plain_text objects. */
export function withEmoji(text) {
  return String(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiOf(name) ?? whole);
}

/**
 * Signs that carry a state are drawn by the page, not by a font: a machine without an emoji font must not show empty
 * boxes where a tunnel is red or green. Name to `shape color` and, for some, the character inside.
 */
const DRAWN = {
  red_circle: ['dot red'],
  large_orange_circle: ['dot orange'],
  large_yellow_circle: ['dot yellow'],
  large_green_circle: ['dot green'],
  large_blue_circle: ['dot blue'],
  large_purple_circle: ['dot purple'],
  white_circle: ['dot hollow'],
  black_circle: ['dot black'],
  large_red_square: ['square red'],
  large_orange_square: ['square orange'],
  large_yellow_square: ['square yellow'],
  large_green_square: ['square green'],
  large_blue_square: ['square blue'],
  white_large_square: ['square hollow'],
  black_large_square: ['square black'],
  white_check_mark: ['square green', '✓'],
  x: ['cross'],
  warning: ['triangle yellow', '!'],
  information_source: ['square blue', 'i'],
  no_entry: ['dot red', '–'],
  octagonal_sign: ['dot red', '!'],
  grey_question: ['dot hollow', '?'],
  question: ['bare red', '?'],
  exclamation: ['bare red', '!'],
  eyes: ['eyes'],
  hourglass: ['hourglass'],
  hourglass_flowing_sand: ['hourglass'],
};

/** `{ look, inside }` for a sign that the page draws, or undefined. */
export function drawnEmoji(name) {
  const drawn = Object.hasOwn(DRAWN, name) ? DRAWN[name] : undefined;
  return drawn === undefined ? undefined : { look: drawn[0], inside: drawn[1] ?? '' };
}

const bare = (character) => character.replaceAll('\uFE0F', '');
const DRAWN_CHARACTERS = new Map(Object.keys(DRAWN).map((name) => [bare(EMOJI.get(name) ?? name), name]));
const DRAWN_PATTERN = new RegExp(`(${[...DRAWN_CHARACTERS.keys()].join('|')})\\uFE0F?`, 'u');

/** Text cut at the characters that the page draws: `{ text }` and `{ name }` in turn, empty texts left out. */
export function cutAtSigns(text) {
  return String(text)
    .split(DRAWN_PATTERN)
    .map((part, index) => (index % 2 === 0 ? { text: part } : { name: DRAWN_CHARACTERS.get(part) }))
    .filter((part) => part.text !== '');
}

export const QUICK_REACTIONS = [
  'white_check_mark',
  'eyes',
  '+1',
  'raised_hands',
  'rotating_light',
  'question',
];
