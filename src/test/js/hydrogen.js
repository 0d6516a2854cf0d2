// hydrogen-view-sdk, unmodified, in a page of its own: what the browser test calls there, by name.
import {
  Client,
  FeatureSet,
  LoadStatus,
  Platform,
  RoomType,
  RoomViewModel,
  TimelineView,
  createNavigation,
  createRouter,
  viewClassForTile,
} from "hydrogen-view-sdk";

const container = document.querySelector("#app");
const assetPaths = { downloadSandbox: "download-sandbox.html", worker: "main.js", serviceWorker: "sw.js" };
const platform = new Platform({ container, assetPaths, config: {}, options: { development: false } });
const navigation = createNavigation();
platform.setNavigation(navigation);
const client = new Client(platform);
let urlRouter;
let timeline;

async function until(what, probe) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`Waited in vain: ${typeof what === "string" ? what : what()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const tiles = () => Array.from(timeline.timelineViewModel.tiles);
const body = (it) => it._entry?.content?.body;
const shown = () => tiles().map((it) => body(it) ?? it.shape).join(" | ");
const tile = (what, probe) => until(() => `${what} among ${shown()}`, () => tiles().find(probe));

window.steps = {
  async signIn([homeserver, name, password]) {
    await platform.init();
    urlRouter = createRouter({ navigation, history: platform.history });
    urlRouter.attach();
    const login = await client.queryLogin(homeserver).result;
    client.startWithLogin(login.password(name, password));
    await client.loadStatus.waitFor((status) =>
      [LoadStatus.Ready, LoadStatus.Error, LoadStatus.LoginFailed].includes(status),
    ).promise;
    return client.loginFailure ?? client.loadError?.message ?? client.session.userId;
  },

  async createRoom([name, invited]) {
    const made = await client.session.createRoom({
      type: RoomType.Private,
      name,
      isEncrypted: false,
      isFederationDisabled: true,
      invites: [invited],
    });
    await until("the room is there", () => client.session.rooms.get(made.roomId));
    return made.roomId;
  },

  async acceptInvite([roomId]) {
    const invite = await until("the invitation", () => client.session.invites.get(roomId));
    await invite.accept();
    const room = await until("the room", () => client.session.rooms.get(roomId));
    return [invite.inviter.userId, room.name];
  },

  async open([roomId]) {
    const room = client.session.rooms.get(roomId);
    const features = await FeatureSet.load(platform.settingsStorage);
    timeline = new RoomViewModel({
      room,
      ownUserId: client.session.userId,
      platform,
      urlCreator: urlRouter,
      urlRouter,
      navigation,
      features,
      client,
      session: client.session,
    });
    await timeline.load();
    container.replaceChildren(new TimelineView(timeline.timelineViewModel, viewClassForTile).mount());
  },

  /** Sends a text, as an answer to another one if that is given. */
  async send([text, answered]) {
    if (answered) {
      (await tile(answered, (it) => body(it) === answered)).startReply();
    }
    await timeline.composerViewModel.sendMessage(text);
    const sent = await tile(text, (it) => body(it)?.endsWith(text) && !it.isPending);
    return sent._entry.id;
  },

  async react([text, key]) {
    await (await tile(text, (it) => body(it) === text)).react(key);
  },

  async redact([text]) {
    await (await tile(text, (it) => body(it) === text)).redact("wrong room");
  },

  /** Pages back until a text shows. */
  async pageBackTo([text]) {
    await until(() => `${text} among ${shown()}`, async () => {
      if (tiles().some((it) => body(it) === text)) {
        return true;
      }
      const gap = tiles().find((it) => it.shape === "gap");
      await gap?.fill();
      // What a view does on being scrolled to its top.
      timeline.timelineViewModel.setVisibleTileRange(tiles()[0], tiles().at(-1));
      return false;
    });
  },

  async reactionCount([text, key]) {
    return until("the reaction", async () => {
      const found = tiles().find((it) => body(it) === text);
      return Array.from(found?.reactions?.reactions ?? []).find((it) => it.key === key)?.count;
    });
  },

  async leave([roomId]) {
    await client.session.rooms.get(roomId).leave();
    await until("the room is gone", () => !client.session.rooms.get(roomId));
  },

  async signOut() {
    await client.startLogout(client.sessionId);
  },
};
