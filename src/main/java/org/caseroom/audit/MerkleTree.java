package org.caseroom.audit;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The arithmetic of the Merkle tree of RFC 6962, section 2.1: pure functions on hashes of 32 bytes
 * (SHA-256). A leaf and a node are hashed with different first bytes, so that neither can pass for
 * the other.
 */
public final class MerkleTree {
  /** The length of a hash in bytes. */
  public static final int HASH_BYTES = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleTree() {}

  /** Where the roots of complete subtrees come from: an array, tiles, a database. */
  @FunctionalInterface
  public interface Subtrees {
    /**
     * The root of a complete subtree.
     *
     * @param height the subtree has 2^height leaves
     * @param index its number from the left among the subtrees of this height
     */
    byte[] root(int height, long index);
  }

  /** The hash of a leaf: {@code SHA-256(0x00 || data)}. */
  public static byte[] leafHash(byte[] data) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(LEAF);
    return digest.digest(data);
  }

  /** The hash of a node: {@code SHA-256(0x01 || left || right)}. */
  public static byte[] nodeHash(byte[] left, byte[] right) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  /** The root of a tree without leaves: the hash of nothing. */
  public static byte[] emptyRoot() {
    return DigestUtils.getSha256Digest().digest();
  }

  /** The root of the tree with these leaf hashes. */
  public static byte[] root(List<byte[]> leafHashes) {
    return root(leafHashes.size(), of(leafHashes));
  }

  /** The root of the tree of the first {@code size} leaves. */
  public static byte[] root(long size, Subtrees subtrees) {
    return size == 0 ? emptyRoot() : range(0, size, subtrees);
  }

  /** Subtrees computed from a list of leaf hashes. */
  public static Subtrees of(List<byte[]> leafHashes) {
    return new Subtrees() {
      @Override
      public byte[] root(int height, long index) {
        return height == 0
            ? leafHashes.get(Math.toIntExact(index))
            : nodeHash(root(height - 1, 2 * index), root(height - 1, 2 * index + 1));
      }
    };
  }

  /**
   * The audit path of a leaf (RFC 6962, 2.1.1): the hashes that lead from it to the root, from the
   * bottom up.
   *
   * @throws IllegalArgumentException when the tree has no such leaf
   */
  public static List<byte[]> inclusionProof(long index, long size, Subtrees subtrees) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("A tree of " + size + " leaves has no leaf " + index);
    }
    List<byte[]> proof = new ArrayList<>();
    path(index, 0, size, subtrees, proof);
    return proof;
  }

  /**
   * The proof that the tree of {@code oldSize} leaves is the beginning of that of {@code newSize}
   * (RFC 6962, 2.1.2). Empty when one of them is empty or both are the same.
   */
  public static List<byte[]> consistencyProof(long oldSize, long newSize, Subtrees subtrees) {
    if (oldSize < 0 || oldSize > newSize) {
      throw new IllegalArgumentException("No proof from " + oldSize + " to " + newSize + " leaves");
    }
    List<byte[]> proof = new ArrayList<>();
    if (oldSize > 0 && oldSize < newSize) {
      subproof(oldSize, 0, newSize, true, subtrees, proof);
    }
    return proof;
  }

  /** Whether a proof leads from this leaf hash, at this place, to this root. */
  public static boolean verifyInclusion(
      byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    byte[] hash = leafHash;
    for (byte[] sibling : proof) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = nodeHash(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = nodeHash(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(hash, root);
  }

  /** Whether a proof shows that the tree with the old root is the beginning of the new one. */
  public static boolean verifyConsistency(
      long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> proof) {
    if (oldSize < 0 || oldSize > newSize) {
      return false;
    }
    if (oldSize == newSize) {
      return proof.isEmpty() && Arrays.equals(oldRoot, newRoot);
    }
    if (oldSize == 0) {
      return proof.isEmpty() && Arrays.equals(oldRoot, emptyRoot());
    }
    return walkConsistency(oldSize, oldRoot, newSize, newRoot, proof);
  }

  private static boolean walkConsistency(
      long oldSize, byte[] oldRoot, long newSize, byte[] newRoot, List<byte[]> proof) {
    // RFC 9162, 2.1.4.2: when the old tree is one complete subtree its root begins the path.
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(oldSize) == 1) {
      path.add(0, oldRoot);
    }
    if (path.isEmpty()) {
      return false;
    }
    long node = oldSize - 1;
    long last = newSize - 1;
    while ((node & 1) == 1) {
      node >>= 1;
      last >>= 1;
    }
    byte[] first = path.get(0);
    byte[] second = path.get(0);
    for (byte[] sibling : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        first = nodeHash(sibling, first);
        second = nodeHash(sibling, second);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        second = nodeHash(second, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(first, oldRoot) && Arrays.equals(second, newRoot);
  }

  private static void path(long index, long from, long to, Subtrees subtrees, List<byte[]> proof) {
    long size = to - from;
    if (size == 1) {
      return;
    }
    long middle = from + split(size);
    if (index < middle) {
      path(index, from, middle, subtrees, proof);
      proof.add(range(middle, to, subtrees));
    } else {
      path(index, middle, to, subtrees, proof);
      proof.add(range(from, middle, subtrees));
    }
  }

  private static void subproof(
      long oldTo, long from, long to, boolean whole, Subtrees subtrees, List<byte[]> proof) {
    if (oldTo == to) {
      if (!whole) {
        proof.add(range(from, to, subtrees));
      }
      return;
    }
    long middle = from + split(to - from);
    if (oldTo <= middle) {
      subproof(oldTo, from, middle, whole, subtrees, proof);
      proof.add(range(middle, to, subtrees));
    } else {
      subproof(oldTo, middle, to, false, subtrees, proof);
      proof.add(range(from, middle, subtrees));
    }
  }

  private static byte[] range(long from, long to, Subtrees subtrees) {
    long size = to - from;
    if (Long.bitCount(size) == 1) {
      int height = Long.numberOfTrailingZeros(size);
      return subtrees.root(height, from >> height);
    }
    long middle = from + split(size);
    return nodeHash(range(from, middle, subtrees), range(middle, to, subtrees));
  }

  /** The largest power of two below a size. */
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }
}
