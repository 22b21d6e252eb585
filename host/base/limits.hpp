// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sealwright::limits {

// Every bound on hostile input, with its reason. Just under a limit works, just over is refused.

/// A detached-signed mail is mapped and hashed, so only address space bounds it (G.9).
inline constexpr std::size_t kMessageBytes = std::size_t{1} << 30;
/// Opaque and encrypted CMS is held in memory up to four times (G.9).
inline constexpr std::size_t kCmsBytes = std::size_t{100} << 20;
/// Real header blocks stay under 100 kB; list and gateway trails are the longest (V-01).
inline constexpr std::size_t kHeaderBytes = std::size_t{1} << 20;
inline constexpr std::size_t kHeaderFields = 2'000;
inline constexpr std::size_t kParts = 1'000;
inline constexpr std::size_t kMimeDepth = 50;
/// Triple wrap needs three layers; a fourth is already odd (V-01, B.3).
inline constexpr std::size_t kCryptoLayers = 4;
inline constexpr std::size_t kEncryptingLayers = 2;
/// Certificates looked at per message; a chain needs ten at most (V-01, C-25).
inline constexpr std::size_t kCertificates = 100;
/// Certificates a message may carry; those beyond kCertificates are only looked for as signers.
inline constexpr std::size_t kCertificatesEnclosed = 10'000;
/// The largest honest ones, with signatures of after quantum computers, stay under 60 kB.
inline constexpr std::size_t kCertificateOctets = std::size_t{64} << 10;
/// A distinguished name that is decoded to compare or show it; honest ones stay under 1 kB.
inline constexpr std::size_t kNameOctets = std::size_t{4} << 10;
inline constexpr std::size_t kPathDepth = 10;
/// Honest chains need under ten of each; hostile cross-certificates must end soon (C-25).
inline constexpr std::size_t kPathSteps = 5'000;
inline constexpr std::size_t kPathSignatures = 300;
inline constexpr std::size_t kPathsJudged = 32;
inline constexpr std::chrono::seconds kPathCpuTime{2};
inline constexpr std::size_t kSigners = 8;
inline constexpr std::size_t kRecipients = 500;
/// RSA verification time grows with the cube of the size; 8192 bits still take under 1 ms (C-26).
inline constexpr int kRsaBitsMost = 8'192;
inline constexpr int kRsaBitsLeast = 2'048;
inline constexpr int kRsaExponentBits = 64;
/// ASN.1 nesting of honest CMS stays under 20; OpenSSL itself stops near 30.
inline constexpr std::size_t kAsn1Depth = 32;
/// More dialogs than a person can want in a minute; three refusals in a row mean "stop" (C-54).
inline constexpr int kPromptsPerMinute = 10;
inline constexpr int kDenialsInARow = 3;
inline constexpr std::chrono::seconds kDenialPause{60};
/// An oracle needs thousands of failed decryptions; damaged mail comes singly (C-09).
inline constexpr int kDecryptionFailuresPerHour = 20;
/// A key question of another host is waited for this long; then `key.busy`.
inline constexpr std::chrono::seconds kKeyWait{30};
/// Longest string taken from mail or certificates that is shown to anybody (E-65).
inline constexpr std::size_t kShownCharacters = 256;
/// RFC 5321 §4.5.3.1: 64 + 1 + 255, and 254 in a path.
inline constexpr std::size_t kAddressOctets = 254;
/// Measured in both browsers: one byte more and they close the port.
inline constexpr std::size_t kFrameOut = 1'048'576;
/// Pieces are at most 1 MiB of base64; anything longer is not from our extension.
inline constexpr std::size_t kFrameIn = std::size_t{4} << 20;
inline constexpr std::size_t kJsonDepth = 32;
/// 2,000 header fields and 500 recipients are some 7,000 values; each costs 40 octets or more.
inline constexpr std::size_t kJsonValues = 20'000;
/// What 1 MiB of base64 decodes to.
inline constexpr std::size_t kPieceBytes = std::size_t{768} << 10;
/// More than a person's mail client asks at once; each costs a queue entry, not a thread.
inline constexpr std::size_t kOpenRequests = 1'000;
/// Each reserves address space for the largest message, never memory.
inline constexpr std::size_t kOpenTransfers = 256;
/// Numbers of transfers whose late pieces are known as such: those of all requests that can be open
/// at once, some times over.
inline constexpr std::size_t kClosedTransfers = 4 * kOpenRequests;
/// All messages on their way in together: one of the largest, and as much of others.
inline constexpr std::size_t kTransferOctets = 2 * kMessageBytes;
/// Answers a client has not read yet; beyond this it does not read at all.
inline constexpr std::size_t kUnreadAnswers = std::size_t{64} << 20;
/// A PKCS#11 module may say what it likes: readers on one machine, objects found by one search,
/// octets of one attribute (a certificate; the largest honest ones stay under 20 kB).
inline constexpr std::size_t kTokenSlots = 256;
inline constexpr std::size_t kTokenObjects = 10'000;
inline constexpr std::size_t kTokenAttribute = std::size_t{64} << 10;
/// A token worker's longest answer lists every certificate of some databases, 2 kB each.
inline constexpr std::size_t kWorkerFrame = std::size_t{32} << 20;
/// Key files hold some keys and their chains, 2 kB each.
inline constexpr std::size_t kPkcs12Bytes = std::size_t{1} << 20;
/// A certificate with its chain takes 10 kB.
inline constexpr std::size_t kCertificateFile = std::size_t{1} << 20;
/// Iterations of all derivations of one file: some seconds of work; honest files ask for fewer
/// than 2 million (C-28).
inline constexpr std::int64_t kPkcs12Iterations = 10'000'000;
/// A file without a password protects nothing and has no reason to ask for work: what asks for
/// more has a password, and finding that out at every listing must cost nothing.
inline constexpr std::int64_t kPkcs12OpenIterations = 10'000;

}  // namespace sealwright::limits
