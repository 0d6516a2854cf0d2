package org.caseroom.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.caseroom.base.Problem;

/**
 * The right edge of the tree: all that is needed to add leaves to it and to know its root.
 * Immutable: adding gives a new edge, so that a transaction that rolls back leaves nothing behind.
 *
 * <p>It holds the frontier (the roots of the complete subtrees that the size is made of, largest
 * first) and, for each tile level, the hashes of the tile that is not full yet. Adding a leaf costs
 * one leaf hash and, on average, one node hash: the root of a tile falls out of the frontier when
 * the tile's last hash comes.
 */
final class TreeEdge {
  /** The number of hashes in a tile. */
  static final int TILE_WIDTH = 256;

  private static final int TILE_HEIGHT = 8;

  static final TreeEdge EMPTY = new TreeEdge(0, List.of(), List.of());

  /** A full tile. */
  record Tile(int level, long index, byte[] hashes, byte[] root) {}

  /** What adding leaves gives: the new edge, and the tiles that became full. */
  record Grown(TreeEdge edge, List<Tile> tiles) {}

  private final long size;
  private final List<byte[]> frontier;
  private final List<byte[]> partial;

  /**
   * Makes an edge.
   *
   * @param frontier the roots of complete subtrees, largest first, one for each bit of the size
   * @param partial for each tile level the hashes, one after another, of its unfinished tile
   */
  TreeEdge(long size, List<byte[]> frontier, List<byte[]> partial) {
    this.size = size;
    this.frontier = List.copyOf(frontier);
    this.partial = List.copyOf(partial);
  }

  long size() {
    return size;
  }

  byte[] root() {
    if (size == 0) {
      return MerkleTree.emptyRoot();
    }
    byte[] hash = frontier.get(frontier.size() - 1);
    for (int i = frontier.size() - 2; i >= 0; i--) {
      hash = MerkleTree.nodeHash(frontier.get(i), hash);
    }
    return hash;
  }

  /** The frontier as text, as the head row keeps it. */
  String frontierText() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frontier.forEach(out::writeBytes);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /** The unfinished tile of a level. */
  byte[] partial(int level) {
    return level < partial.size() ? partial.get(level) : new byte[0];
  }

  /**
   * Reads a frontier from the head row.
   *
   * @throws Problem 500 {@code ORG.CASEROOM_AUDIT} when the text is none of this size: nothing is
   *     added to a log that was tampered with
   */
  static List<byte[]> frontier(String text, long size) {
    try {
      List<byte[]> hashes = split(Base64.getDecoder().decode(text));
      if (hashes.size() == Long.bitCount(size)) {
        return hashes;
      }
    } catch (IllegalArgumentException notBase64) {
      // falls through to the one answer
    }
    throw Problem.of(
        500,
        "ORG.CASEROOM_AUDIT",
        "The audit log's head does not fit its entries: stop the service and run 'caseroom audit"
            + " verify'.");
  }

  /** Cuts hashes that stand one after another. */
  static List<byte[]> split(byte[] all) {
    List<byte[]> hashes = new ArrayList<>();
    for (int at = 0; at + MerkleTree.HASH_BYTES <= all.length; at += MerkleTree.HASH_BYTES) {
      hashes.add(java.util.Arrays.copyOfRange(all, at, at + MerkleTree.HASH_BYTES));
    }
    return hashes;
  }

  /** Adds leaves. */
  Grown add(List<byte[]> leafHashes) {
    return new Growth().add(leafHashes);
  }

  private final class Growth {
    private final List<byte[]> stack = new ArrayList<>(frontier);
    private final List<ByteArrayOutputStream> open = new ArrayList<>();
    private final List<Tile> full = new ArrayList<>();

    Grown add(List<byte[]> leafHashes) {
      for (byte[] hashes : partial) {
        level(open.size()).writeBytes(hashes);
      }
      long count = size;
      for (byte[] leaf : leafHashes) {
        count++;
        level(0).writeBytes(leaf);
        byte[] hash = leaf;
        for (int height = 1; (count >> height) << height == count; height++) {
          hash = MerkleTree.nodeHash(stack.remove(stack.size() - 1), hash);
          if (height % TILE_HEIGHT == 0) {
            finishTile(height / TILE_HEIGHT - 1, (count >> height) - 1, hash);
          }
        }
        stack.add(hash);
      }
      return new Grown(
          new TreeEdge(
              count, stack, open.stream().map(ByteArrayOutputStream::toByteArray).toList()),
          full);
    }

    private void finishTile(int level, long index, byte[] root) {
      full.add(new Tile(level, index, level(level).toByteArray(), root));
      level(level).reset();
      level(level + 1).writeBytes(root);
    }

    private ByteArrayOutputStream level(int level) {
      while (open.size() <= level) {
        open.add(new ByteArrayOutputStream(TILE_WIDTH * MerkleTree.HASH_BYTES));
      }
      return open.get(level);
    }
  }
}
