// llama.cpp as a peer of the benchmark: loads a GGUF file and runs what protocol.ts asks, calling llama_decode as llama-bench
// does, with nothing in between. Compiled by install.ts against the headers and the prebuilt library of node-llama-cpp.
//
//     llama-peer LIBRARIES MODEL.gguf CONTEXT THREADS FLASH_ATTENTION(0|1) CACHE(f16|f32)
//
// One JSON object a line on stdin and stdout; see protocol.ts for what is asked and answered.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "ggml-backend.h"
#include "ggml-cpu.h"
#include "llama.h"
#include "nlohmann/json.hpp"

using json = nlohmann::json;

static double now_ms() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

class Peer {
public:
    Peer(const char * file, int context_tokens, int threads, bool flash_attention, ggml_type cache) {
        llama_model_params model_params = llama_model_default_params();
        model_params.n_gpu_layers = 0;
        model = llama_model_load_from_file(file, model_params);
        if (!model) throw std::runtime_error(std::string("cannot load ") + file);
        llama_context_params params = llama_context_default_params();
        params.n_ctx = context_tokens;
        params.n_batch = 2048;
        params.n_ubatch = 512;
        params.n_seq_max = 1;
        params.n_threads = threads;
        params.n_threads_batch = threads;
        params.flash_attn_type = flash_attention ? LLAMA_FLASH_ATTN_TYPE_ENABLED : LLAMA_FLASH_ATTN_TYPE_DISABLED;
        params.type_k = cache;
        params.type_v = cache;
        // Sliding layers keep only their window: less to read at depth.
        params.swa_full = false;
        params.no_perf = true;
        context = llama_init_from_model(model, params);
        if (!context) throw std::runtime_error("cannot create a context");
        attach_threads(threads);
        vocab_size = llama_vocab_n_tokens(llama_model_get_vocab(model));
    }

    // Keeps the first `keep` tokens, prefills the rest of `prompt`, then decodes `decode` further tokens greedily.
    json run(const json & request) {
        std::vector<llama_token> prompt = request.at("prompt");
        const int keep = request.at("keep");
        const int decode = request.at("decode");
        const bool snapshot = request.value("snapshot", false);
        const std::string state_file = request.value("stateFile", "");
        rewind(prompt, keep);
        const double start = now_ms();
        const int last = (int) prompt.size() - 1;
        if (snapshot && keep < last) {
            if (!read_state(state_file, prompt)) {
                advance(prompt.data() + keep, last - keep);
                save(prompt);
                write_state(state_file);
            }
        }
        const int done = snapshot && keep < last ? last : keep;
        advance(prompt.data() + done, (int) prompt.size() - done);
        llama_token token = best();
        double before = now_ms();
        json answer = {{"prefillMs", before - start}};
        std::vector<double> gaps;
        std::vector<llama_token> tokens = {token};
        for (int i = 0; i < decode; i++) {
            advance(&token, 1);
            token = best();
            tokens.push_back(token);
            const double now = now_ms();
            gaps.push_back(now - before);
            before = now;
        }
        answer["gapsMs"] = gaps;
        answer["tokens"] = tokens;
        return answer;
    }

    // The logits after a prompt's last token.
    json logits(const json & request) {
        std::vector<llama_token> prompt = request.at("prompt");
        rewind(prompt, 0);
        advance(prompt.data(), (int) prompt.size());
        const float * values = llama_get_logits_ith(context, -1);
        return {{"logits", std::vector<float>(values, values + vocab_size)}};
    }

    json tokenize(const json & request) {
        json lists = json::array();
        for (const std::string text : request.at("texts")) {
            std::vector<llama_token> tokens(text.size() + 8);
            const int count = llama_tokenize(llama_model_get_vocab(model), text.data(), (int) text.size(), tokens.data(), (int) tokens.size(), false, false);
            tokens.resize(std::max(count, 0));
            lists.push_back(tokens);
        }
        return {{"tokens", lists}};
    }

private:
    // A pool that stays, as llama-bench has one: else threads are made anew for every token.
    void attach_threads(int threads) {
        auto * registry = ggml_backend_dev_backend_reg(ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU));
        auto * make = (decltype(ggml_threadpool_new) *) ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new");
        ggml_threadpool_params params = ggml_threadpool_params_default(threads);
        ggml_threadpool * pool = make(&params);
        if (!pool) throw std::runtime_error("cannot create threads");
        llama_attach_threadpool(context, pool, nullptr);
    }

    void rewind(const std::vector<llama_token> & prompt, int keep) {
        llama_memory_t memory = llama_get_memory(context);
        if (keep > 0 && keep == saved_tokens && std::equal(prompt.begin(), prompt.begin() + keep, saved_prompt.begin())) {
            llama_memory_clear(memory, false);
            if (llama_state_seq_set_data(context, saved.data(), saved.size(), 0) == 0) throw std::runtime_error("cannot restore the state");
        } else if (keep == 0) {
            llama_memory_clear(memory, false);
        } else if (!llama_memory_seq_rm(memory, 0, keep, -1)) {
            throw std::runtime_error("cannot keep a prefix");
        }
    }

    void save(const std::vector<llama_token> & prompt) {
        saved.resize(llama_state_seq_get_size(context, 0));
        saved.resize(llama_state_seq_get_data(context, saved.data(), saved.size(), 0));
        saved_prompt = prompt;
        saved_tokens = (int) prompt.size() - 1;
    }

    // The state before the last token of `prompt`, if the file is there.
    bool read_state(const std::string & file, const std::vector<llama_token> & prompt) {
        std::ifstream in(file, std::ios::binary);
        if (file.empty() || !in) return false;
        saved.assign(std::istreambuf_iterator<char>(in), {});
        saved_prompt = prompt;
        saved_tokens = (int) prompt.size() - 1;
        rewind(prompt, saved_tokens);
        return true;
    }

    void write_state(const std::string & file) {
        if (file.empty()) return;
        std::ofstream(file, std::ios::binary).write((const char *) saved.data(), (std::streamsize) saved.size());
    }

    void advance(llama_token * tokens, int count) {
        const int batch = llama_n_batch(context);
        for (int begin = 0; begin < count; begin += batch) {
            const int status = llama_decode(context, llama_batch_get_one(tokens + begin, std::min(batch, count - begin)));
            if (status != 0) throw std::runtime_error("llama_decode gave " + std::to_string(status));
        }
    }

    llama_token best() {
        const float * values = llama_get_logits_ith(context, -1);
        return (llama_token) (std::max_element(values, values + vocab_size) - values);
    }

    llama_model * model = nullptr;
    llama_context * context = nullptr;
    int vocab_size = 0;
    std::vector<uint8_t> saved;
    std::vector<llama_token> saved_prompt;
    int saved_tokens = -1;
};

int main(int count, char ** arguments) {
    if (count != 7) {
        fprintf(stderr, "usage: llama-peer LIBRARIES MODEL.gguf CONTEXT THREADS FLASH_ATTENTION CACHE\n");
        return 2;
    }
    // Only what goes wrong; the rest is a page for each model.
    llama_log_set([](ggml_log_level level, const char * text, void *) { if (level >= GGML_LOG_LEVEL_ERROR && level != GGML_LOG_LEVEL_CONT) fputs(text, stderr); }, nullptr);
    ggml_backend_load_all_from_path(arguments[1]);
    llama_backend_init();
    try {
        const double start = now_ms();
        const ggml_type cache = std::string(arguments[6]) == "f32" ? GGML_TYPE_F32 : GGML_TYPE_F16;
        Peer peer(arguments[2], std::stoi(arguments[3]), std::stoi(arguments[4]), std::stoi(arguments[5]) != 0, cache);
        std::cout << json({{"ready", true}, {"loadMs", now_ms() - start}}) << std::endl;
        for (std::string line; std::getline(std::cin, line);) {
            const json request = json::parse(line);
            const std::string operation = request.at("op");
            if (operation == "run") std::cout << peer.run(request) << std::endl;
            else if (operation == "logits") std::cout << peer.logits(request) << std::endl;
            else if (operation == "tokenize") std::cout << peer.tokenize(request) << std::endl;
            else throw std::runtime_error("unknown operation " + operation);
        }
    } catch (const std::exception & error) {
        fprintf(stderr, "llama-peer: %s\n", error.what());
        return 1;
    }
    return 0;
}
